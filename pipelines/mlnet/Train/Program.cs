using System.CommandLine;
using System.Runtime.InteropServices;
using Pipeline.MLNet.Train;
using Thaw.MLNet;

var data = new Argument<string>("DATA") { Description = "A folder with a folder of pictures for each of two classes, or a CSV list." };
var positive = new Option<string?>("--positive") { Description = "The class that counts as positive [default: the last in the alphabet]." };
var group = new Option<string?>("--group") { Description = "Pictures whose names agree in this pattern stay on one side of the split." };
var backbone = new Option<string>("--backbone") { Description = "A built-in or stored backbone, or a file.", DefaultValueFactory = _ => VggOptions.DefaultBackbone };
var imageSize = new Option<int?>("--image-size") { Description = "Side of the pictures [default: the backbone's]." };
var plans = new Option<string>("--plans") { Description = "Thaw's plans, with commas.", DefaultValueFactory = _ => "frozen,last-block,full,two-phase" };
var epochs = new Option<int?>("--epochs") { Description = "Epochs a plan [default: what suits the number of pictures]." };
var seed = new Option<ulong>("--seed") { Description = "Seed of training.", DefaultValueFactory = _ => 1 };
var threads = new Option<int>("--threads") { Description = "Threads that train; 0 for one a processor." };
var output = new Option<string>("--out") { Description = "Folder for the report and the models.", DefaultValueFactory = _ => Path.Combine("runs", "mlnet") };
var model = new Option<string?>("--model") { Description = "Train nothing: compare a model zip of Thaw's on DATA in ML.NET and in Thaw." };
var command = new RootCommand("Trains a VGG in ML.NET pipelines, with ML.NET's own head and by Thaw's plans, and evaluates both ways.")
{
    data, positive, group, backbone, imageSize, plans, epochs, seed, threads, output, model,
};
command.SetAction(result =>
{
    using var stop = new CancellationTokenSource();
    using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
    {
        context.Cancel = true;
        stop.Cancel();
    });
    var settings = new TrainSettings
    {
        Data = result.GetValue(data)!,
        Positive = result.GetValue(positive),
        Group = result.GetValue(group),
        Backbone = result.GetValue(backbone)!,
        ImageSize = result.GetValue(imageSize),
        Plans = result.GetValue(plans)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        Epochs = result.GetValue(epochs),
        Seed = result.GetValue(seed),
        Threads = result.GetValue(threads),
        Output = result.GetValue(output)!,
        Model = result.GetValue(model),
    };
    try
    {
        TrainRun.Execute(settings, Console.Out, stop.Token);
        return 0;
    }
    catch (Exception e) when (e is not (NullReferenceException or InvalidCastException or IndexOutOfRangeException))
    {
        Console.Error.WriteLine(e is OperationCanceledException ? "Stopped." : e.Message.ReplaceLineEndings(" "));
        return 1;
    }
});
return command.Parse(args).Invoke();
