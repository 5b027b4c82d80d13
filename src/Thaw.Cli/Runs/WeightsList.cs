using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Thaw.Cli.Terminal;
using Thaw.Weights;
using Thaw.Weights.Store;

namespace Thaw.Cli.Runs;

/// <summary><c>thaw weights list</c>.</summary>
internal static class WeightsList
{
    /// <summary>Shows what there is, as a table or as JSON.</summary>
    public static int Execute(bool json)
    {
        BackboneFolder folder = BackboneFolder.Default;
        Backbone[] builtIn = [.. BackboneStore.Names.Select(BackboneStore.LoadBuiltIn)];
        Entry[] stored = [.. folder.ListNames().Select(name => EntryOf(folder, name))];
        if (json)
            JsonOutput.Write(writer => Write(writer, folder, builtIn, stored));
        else
            Display.Write(TableOf(builtIn, stored));
        return ExitCode.Done;
    }

    private static Entry EntryOf(BackboneFolder folder, string name)
    {
        try
        {
            return new Entry(name, folder.Describe(name), null);
        }
        catch (WeightsFormatException e)
        {
            return new Entry(name, null, e.Message);
        }
    }

    private static Table TableOf(Backbone[] builtIn, Entry[] stored)
    {
        Table table = Display.NewTable();
        table.AddColumns("name", "where", "network", "width");
        table.AddColumn(new TableColumn("pictures").RightAligned());
        table.AddColumn(new TableColumn("size").RightAligned());
        table.AddColumn("from");
        foreach (Backbone backbone in builtIn)
            Add(table, backbone.Name, "built in", backbone.Network.Name, Text(backbone.Width), Text(backbone.ImageSize), "", WeightsInfo.SourceOf(backbone));
        foreach (Entry entry in stored)
        {
            if (entry.Stored is { } whole)
                Add(table, entry.Name, "stored", whole.Network, Text(whole.Width), Text(whole.ImageSize), Numbers.Size(whole.Size), whole.Source);
            else
                Add(table, entry.Name, "damaged", "", "", "", "", entry.Damage!);
        }
        foreach (PublishedBackbone published in PublishedBackbone.All.Where(published => stored.All(entry => entry.Name != published.Name)))
            Add(table, published.Name, "to be downloaded", published.Network, Text(published.Width), "", "", published.Source);
        return table;
    }

    private static void Add(Table table, params string[] cells) => table.AddRow([.. cells.Select(cell => Markup.Escape(Numbers.Printable(cell)))]);

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter json, BackboneFolder folder, Backbone[] builtIn, Entry[] stored)
    {
        json.WriteStartObject();
        json.WriteString("folder", folder.Path);
        json.WriteStartArray("builtIn");
        foreach (Backbone backbone in builtIn)
        {
            json.WriteStartObject();
            json.WriteString("name", backbone.Name);
            json.WriteString("network", backbone.Network.Name);
            json.WriteNumber("width", backbone.Width);
            json.WriteNumber("imageSize", backbone.ImageSize);
            json.WriteString("sha256", backbone.Sha256);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("stored");
        foreach (Entry entry in stored)
        {
            json.WriteStartObject();
            json.WriteString("name", entry.Name);
            if (entry.Stored is { } whole)
                EntryJson.WriteMembers(json, whole);
            else
                json.WriteString("damage", entry.Damage);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("published");
        foreach (PublishedBackbone published in PublishedBackbone.All)
        {
            json.WriteStartObject();
            json.WriteString("name", published.Name);
            json.WriteString("network", published.Network);
            json.WriteNumber("width", published.Width);
            json.WriteString("source", published.Source);
            json.WriteString("address", published.Address.AbsoluteUri);
            json.WriteBoolean("stored", stored.Any(entry => entry.Name == published.Name && entry.Stored is not null));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private sealed record Entry(string Name, StoredBackbone? Stored, string? Damage);
}
