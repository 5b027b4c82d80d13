using System.Text;

namespace Thaw.Reports.Runs;

/// <summary>
/// The settings of a recipe as keys and values, read from the YAML that a run writes: <c>key: value</c> lines, sections of one level, and the list of plans.
/// Other lines are passed over, so that any text can be read.
/// </summary>
internal static class RecipeSettings
{
    private const string Plans = "plans";

    /// <summary>The prefix of the key that holds the phases of a plan of the recipe's own.</summary>
    public const string OwnPlan = "plan ";

    /// <summary>The settings in their order; <c>plans</c> holds the plans' names, <c>plan NAME</c> the phases of one that is the recipe's own.</summary>
    /// <param name="recipe">The text.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(string recipe)
    {
        var settings = new Dictionary<string, StringBuilder>(StringComparer.Ordinal);
        var order = new List<string>();
        string section = "", plan = "";
        foreach (string line in recipe.Split('\n'))
        {
            string text = line.Trim();
            if (text.Length == 0 || text[0] == '#')
                continue;
            bool nested = line[0] == ' ';
            if (nested && section == Plans)
            {
                if (line.StartsWith("  - ", StringComparison.Ordinal))
                {
                    string item = line[4..].Trim();
                    plan = (item.StartsWith("name: ", StringComparison.Ordinal) ? item["name: ".Length..] : item).Trim('"');
                    Add(Plans, plan);
                }
                else if (!text.StartsWith("phases:", StringComparison.Ordinal))
                    Add(OwnPlan + plan, text);
                continue;
            }
            int colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
                continue;
            string key = text[..colon], value = text[(colon + 1)..].Trim();
            if (!nested)
                section = value.Length == 0 ? key : "";
            if (value.Length > 0)
                Add(nested && section.Length > 0 ? $"{section}.{key}" : key, value);
        }
        return [.. order.Select(key => KeyValuePair.Create(key, settings[key].ToString()))];

        void Add(string key, string value)
        {
            if (settings.TryGetValue(key, out StringBuilder? before))
            {
                before.Append(", ").Append(value);
                return;
            }
            settings.Add(key, new StringBuilder(value));
            order.Add(key);
        }
    }
}
