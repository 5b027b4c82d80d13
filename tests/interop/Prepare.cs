#:project ../../src/Thaw/Thaw.csproj
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false

// Writes what another runtime needs to be asked about the same pictures as Thaw:
//   dotnet run -c Release tests/interop/Prepare.cs MODEL.zip PICTURES OUT [MOST]
// OUT/model.onnx and OUT/features.onnx are the model as OnnxExport writes it; OUT/pictures.json lists up to MOST (100) pictures, spread evenly over those below PICTURES, whose pixels
// lie beside it as 0.rgb, 1.rgb, ...: decoded and stretched to the model's size by Thaw, rows from the top, three bytes a pixel. Nothing else is done to them.
using System.Text.Json;
using Thaw.Images;
using Thaw.Packaging;

if (args.Length is < 3 or > 4)
{
    Console.Error.WriteLine("usage: Prepare.cs MODEL.zip PICTURES OUT [MOST]");
    return 2;
}
int most = args.Length > 3 ? int.Parse(args[3]) : 100;
PackagedModel model = ModelZip.Read(args[0]);
ModelManifest manifest = model.Manifest;
Directory.CreateDirectory(args[2]);
OnnxExport.Write(Path.Combine(args[2], "model.onnx"), model);
OnnxExport.Write(Path.Combine(args[2], "features.onnx"), model, features: true);

string[] all = [.. Directory.EnumerateFiles(args[1], "*", SearchOption.AllDirectories)
    .Where(file => Path.GetExtension(file).ToLowerInvariant() is ".jpg" or ".jpeg" or ".png" or ".bmp").Order(StringComparer.Ordinal)];
int count = Math.Min(most, all.Length);
string[] files = [.. Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Length / count)])];
for (int i = 0; i < count; i++)
{
    Picture picture = PictureReader.Read(File.ReadAllBytes(files[i]), manifest.ImageSize, manifest.ImageSize, manifest.ResizeFilter);
    File.WriteAllBytes(Path.Combine(args[2], $"{i}.rgb"), picture.Pixels);
}
using FileStream list = File.Create(Path.Combine(args[2], "pictures.json"));
using var json = new Utf8JsonWriter(list, new JsonWriterOptions { Indented = true });
json.WriteStartObject();
json.WriteNumber("imageSize", manifest.ImageSize);
json.WriteNumber("threshold", manifest.Threshold);
json.WriteStartArray("classes");
foreach (string name in manifest.Classes)
    json.WriteStringValue(name);
json.WriteEndArray();
json.WriteStartArray("files");
foreach (string file in files)
    json.WriteStringValue(file);
json.WriteEndArray();
json.WriteEndObject();
Console.WriteLine($"{count} pictures at {manifest.ImageSize}x{manifest.ImageSize} in {args[2]}");
return 0;
