using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Thaw.Cli;

/// <summary>The help of the parser, with examples below it.</summary>
/// <param name="inner">The parser's own.</param>
internal sealed class HelpPage(HelpAction inner) : SynchronousCommandLineAction
{
    private static readonly Dictionary<string, string[]> Examples = new(StringComparer.Ordinal)
    {
        [""] =
        [
            "thaw data make surfaces --out data/surfaces    draw pictures to try it on",
            "thaw compare data/surfaces                     what freezing costs and buys, as a report",
            "thaw predict runs/compare/models/full.zip a.jpg",
        ],
        ["compare"] =
        [
            "thaw compare pictures",
            "thaw compare pictures --plans frozen,full --seeds 1,2,3 --epochs 16",
            "thaw compare decks --group '^(\\d+)-' --positive cracked",
            "thaw compare pictures --out runs/night --resume",
        ],
        ["advise"] = ["thaw advise pictures", "thaw advise decks --group '^(\\d+)-' --plans frozen,two-phase --json"],
        ["statistics"] = ["thaw weights statistics vgg16.h5 imagenet/train --text 'ImageNet' --out vgg16.source.safetensors"],
        ["train"] = ["thaw train pictures --plan two-phase", "thaw train pictures --plan frozen --seeds 7 --no-augment"],
        ["run"] = ["thaw run pipelines/compare.yaml", "thaw run pipelines/compare.yaml --epochs 4 --seeds 1", "thaw run runs/compare/run.yaml --resume"],
        ["report"] = ["thaw report runs/compare runs/compare-2", "thaw report runs/a runs/b --out runs/a-and-b", "thaw report runs/night/split-* --json"],
        ["evaluate"] = ["thaw evaluate runs/compare/models/full.zip other-pictures", "thaw evaluate model.zip pictures --part test --json"],
        ["predict"] = ["thaw predict model.zip a.jpg b.png", "thaw predict model.zip inbox --json", "thaw predict model.zip a.jpg --explain"],
        ["export"] = ["thaw export model.zip --format onnx", "thaw export model.zip --format keras --features --out backbone.h5", "thaw export model.zip --format triton --out models/cracks"],
        ["bench"] = ["thaw bench", "thaw bench --network vgg16-tiny --threads 1 --json"],
        ["weights"] = ["thaw weights list", "thaw weights download vgg16-keras", "thaw weights info vgg16-tiny"],
        ["list"] = ["thaw weights list", "thaw weights list --json"],
        ["info"] = ["thaw weights info vgg16-tiny", "thaw weights info vgg16.h5 --json"],
        ["import"] = ["thaw weights import vgg16.h5 --as mine", "thaw compare pictures --backbone mine"],
        ["download"] = ["thaw weights download vgg16-keras", "thaw compare pictures --backbone vgg16-keras"],
        ["path"] = ["thaw weights path"],
        ["make"] = ["thaw data make surfaces --out data/surfaces", "thaw data make near --distance 0.75 --out near-75 --count 220 --seed 7"],
    };

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int code = inner.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        Command command = parseResult.CommandResult.Command;
        if (Examples.TryGetValue(command is RootCommand ? "" : command.Name, out string[]? lines))
        {
            output.WriteLine("Examples:");
            foreach (string line in lines)
                output.WriteLine("  " + line);
            output.WriteLine();
        }
        if (command is RootCommand)
        {
            output.WriteLine("'thaw VERB --help' tells more of a verb. Exit codes: 0 done, 1 failed, 2 wrong usage, 130 stopped.");
            output.WriteLine();
        }
        return code;
    }
}
