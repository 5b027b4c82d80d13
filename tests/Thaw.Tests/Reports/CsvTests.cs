using System.Text;
using Thaw.Comparison;
using Thaw.Reports.Csv;

namespace Thaw.Tests.Reports;

public sealed class CsvTests
{
    [Fact]
    public void Fields_are_quoted_as_rfc_4180_says()
    {
        Assert.Equal("a,\"b,c\",\"d\"\"e\",\"f\r\ng\",\r\n", Write(csv => csv.Text("a").Text("b,c").Text("d\"e").Text("f\r\ng").Text("").EndRow()));
    }

    [Theory]
    [InlineData("=cmd|'/C calc'!A0", "'=cmd|'/C calc'!A0\r\n")]
    [InlineData("+1", "'+1\r\n")]
    [InlineData("-1", "'-1\r\n")]
    [InlineData("@SUM(A1)", "'@SUM(A1)\r\n")]
    [InlineData("\t=1", "'\t=1\r\n")]
    [InlineData("\r=1", "\"'\r=1\"\r\n")]
    [InlineData("a=1", "a=1\r\n")]
    public void Text_that_a_spreadsheet_would_run_gets_an_apostrophe(string text, string expected)
    {
        Assert.Equal(expected, Write(csv => csv.Text(text).EndRow()));
    }

    [Fact]
    public void Numbers_keep_their_sign_and_all_digits_and_NaN_is_empty()
    {
        Assert.Equal("-0.1,1E-12,\r\n", Write(csv => csv.Number(-0.1).Number(1e-12).Number(double.NaN).EndRow()));
    }

    [Fact]
    public void History_has_a_row_for_each_plan_seed_and_epoch()
    {
        ComparisonResult result = SampleComparison.TwoClasses();
        List<string[]> rows = Parse(stream => HistoryCsv.Write(result, stream));
        Assert.Equal(1 + result.Plans.Sum(p => p.Trials.Sum(t => t.History.Count)), rows.Count);
        Assert.Equal("plan,seed,phase,epoch,learningRate,trainLoss,trainAccuracy,validationLoss,validationAccuracy,seconds", string.Join(',', rows[0]));
        Assert.Equal(["frozen", "1", "head", "1", "0.0001"], rows[1][..5]);
    }

    [Fact]
    public void Predictions_have_a_row_for_each_plan_seed_and_picture_that_adds_up_to_the_accuracy()
    {
        ComparisonResult result = SampleComparison.FiveClasses();
        List<string[]> rows = Parse(stream => PredictionsCsv.Write(result, stream));
        Assert.Equal(["picture", "label", "plan", "seed", "kept", "predicted", "correct", "p(daisy)"], rows[0][..8]);
        Assert.Equal(1 + 5 * 2 * 75, rows.Count);
        foreach (PlanResult plan in result.Plans)
        {
            string[][] own = [.. rows.Skip(1).Where(r => r[2] == plan.Plan)];
            Assert.Equal(plan.Metrics[0].Value, own.Average(r => r[6] == "1" ? 1.0 : 0), 12);
            Assert.All(own, r => Assert.Equal(r[1] == r[5] ? "1" : "0", r[6]));
            Assert.Equal(75, own.Count(r => r[4] == "1"));
            Assert.All(own, r => Assert.Equal(1, r[7..].Sum(p => double.Parse(p, System.Globalization.CultureInfo.InvariantCulture)), 5));
        }
    }

    [Fact]
    public void Hostile_names_stay_in_their_fields()
    {
        ComparisonResult result = SampleComparison.Hostile();
        List<string[]> predictions = Parse(stream => PredictionsCsv.Write(result, stream));
        Assert.All(predictions, row => Assert.Equal(9, row.Length));
        Assert.Equal("'=cmd()", predictions[1][0]);
        Assert.Equal("a,\"b\"\r\n.png", predictions[2][0]);
        Assert.Contains(predictions, row => row[2] == "'=cmd|' /C calc'!A0");
        List<string[]> skipped = Parse(stream => SkippedCsv.Write(result, stream));
        Assert.Equal(["'-evil|.jpg", "<i>why</i>\n# not\ta heading"], skipped[1]);
        Assert.Equal(["\"quoted\".png", "'=1+1"], skipped[2]);
    }

    private static string Write(Action<CsvWriter> write)
    {
        using var stream = new MemoryStream();
        using (var csv = new CsvWriter(stream))
            write(csv);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Reads RFC 4180, a character at a time.</summary>
    private static List<string[]> Parse(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        string text = Encoding.UTF8.GetString(stream.ToArray());
        var rows = new List<string[]>();
        var row = new List<string>();
        var field = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                field.Append(text[i++]);
            else if (c == '"')
                quoted = !quoted;
            else if (!quoted && c is ',' or '\r' && !quoted)
            {
                row.Add(field.ToString());
                field.Clear();
                if (c == ',')
                    continue;
                Assert.Equal('\n', text[++i]);
                rows.Add([.. row]);
                row.Clear();
            }
            else
                field.Append(c);
        }
        Assert.False(quoted);
        Assert.Empty(row);
        return rows;
    }
}
