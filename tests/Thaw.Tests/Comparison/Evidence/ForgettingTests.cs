using System.Text;
using System.Text.Json.Nodes;
using Thaw.Comparison;
using Thaw.Comparison.Claims;
using Thaw.Comparison.Evidence;
using Thaw.Evaluation;
using Thaw.Reports;
using Thaw.Tests.Reports;
using Thaw.Training.Rates;

namespace Thaw.Tests.Comparison.Evidence;

public sealed class ForgettingTests
{
    [Fact]
    public void Students_interval_is_that_of_the_tables()
    {
        Interval interval = StudentT.OfMean([1, 2, 3]);
        Assert.Equal(2 - 4.3026527 / Math.Sqrt(3), interval.Low, 6);
        Assert.Equal(2 + 4.3026527 / Math.Sqrt(3), interval.High, 6);
        Assert.Equal(2.0210754, StudentT.Critical(0.05, 40), tolerance: 1e-5);
        Assert.Equal(1.9839715, StudentT.Critical(0.05, 100), tolerance: 1e-6);
        Assert.False(StudentT.OfMean([1]).IsKnown);
        Assert.Equal(new Interval(0, 0), StudentT.OfMean([0, 0]));
    }

    [Fact]
    public void Lost_source_accuracy_confirms_the_claim_with_its_interval()
    {
        // Of 100 pictures the probe names 80 before, 40 after full, 75 after two-phase
        ComparisonResult result = With(plan => plan switch { "full" => 40, "two-phase" => 75, _ => 80 });
        Claim claim = ClaimOf(result);
        Assert.Equal(ClaimAnswer.Confirmed, claim.Answer);
        Assert.Equal(0.4, claim.Value, 12);
        // The standard error of 40 ones among 100 is 4.9 points
        Assert.InRange(claim.Interval.Low, 0.28, 0.33);
        Assert.InRange(claim.Interval.High, 0.47, 0.52);
        Assert.Contains("80.0%", claim.Sentence, StringComparison.Ordinal);
        Assert.Contains("40.0 points lost", claim.Sentence, StringComparison.Ordinal);
        Assert.Contains("Two-phase lost 5.0 points, and kept 35.0 points more than full", claim.Sentence, StringComparison.Ordinal);
        Assert.Equal((0, new Interval(0, 0)), (RetentionLoss.Of(result.Plans[0])!.Value, RetentionLoss.Of(result.Plans[0])!.Interval));
    }

    [Fact]
    public void Pictures_that_turned_right_and_wrong_alike_leave_the_claim_open()
    {
        ComparisonResult result = With(_ => 80, moved: true);
        Assert.Equal((ClaimAnswer.Open, 0.0), (ClaimOf(result).Answer, ClaimOf(result).Value));
    }

    [Fact]
    public void Without_source_pictures_the_similarity_of_features_stands_in_and_says_so()
    {
        double[] similarities = [0.5, 0.6, 0.7];
        Claim claim = ClaimOf(WithEvidence((_, seed) => new Retention { Similarity = similarities[seed - 1], Pictures = 64 }));
        Assert.Equal(ClaimAnswer.Open, claim.Answer);
        Assert.Equal(0.4, claim.Value, 12);
        Assert.Equal(0.4 - 4.3026527 * 0.1 / Math.Sqrt(3), claim.Interval.Low, 6);
        Assert.Contains("drawn pictures, not the source's own", claim.Sentence, StringComparison.Ordinal);
        Assert.Contains("--source", claim.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_plan_full_nothing_is_measured() =>
        Assert.Equal(ClaimAnswer.NotMeasured, ClaimOf(SampleComparison.Of("frozen", "two-phase")).Answer);

    [Fact]
    public void The_report_shows_it_and_the_schema_names_it()
    {
        ComparisonResult result = With(plan => plan == "full" ? 40 : 80);
        result = result with
        {
            Setup = result.Setup with
            {
                RateSearches = [new RateSearch { Kind = RateKind.Head, TrainFrom = "head", Rate = 0.01, Tried = [new(0.01, 1, 0.5), new(0.03, 1, double.NaN), new(0.01, 2, 0.4)] }],
            },
        };
        using var html = new MemoryStream();
        HtmlReport.Write(result, SampleComparison.TestPicture, html);
        string page = Encoding.UTF8.GetString(html.ToArray());
        Assert.Contains("What training took from the backbone", page, StringComparison.Ordinal);
        Assert.Contains("full 40.0 (", page, StringComparison.Ordinal);
        Assert.Contains("How the learning rates were found", page, StringComparison.Ordinal);
        Assert.Contains("validation loss by learning rate, training from head", page, StringComparison.Ordinal);
        using var json = new MemoryStream();
        JsonReport.Write(result, json);
        JsonNode report = JsonNode.Parse(json.ToArray())!;
        JsonNode retention = report["plans"]![2]!["trials"]![0]!["retention"]!, search = report["setup"]!["rateSearches"]![0]!;
        Assert.Equal(0.4, (double)retention["sourceAccuracyAfter"]!, 9);
        Assert.Null(search["tried"]![1]!["validationLoss"]);
        string document = File.ReadAllText(RepositoryRoot.Combine("docs", "report-schema.md"));
        foreach (string name in retention.AsObject().Concat(search.AsObject()).Concat(search["tried"]![0]!.AsObject()).Select(property => property.Key))
            Assert.Contains($"`{name}`", document, StringComparison.Ordinal);
    }

    private static Claim ClaimOf(ComparisonResult result) => result.Claims.Single(claim => claim.Number == 5);

    private static ComparisonResult With(Func<string, int> rightAfter, bool moved = false) => WithEvidence((plan, _) => new Retention
    {
        Similarity = 0.9,
        Pictures = 100,
        SourceBefore = Right(80, 0),
        SourceAfter = Right(rightAfter(plan), moved && plan == "full" ? 10 : 0),
    });

    private static float[] Right(int count, int from) => [.. Enumerable.Range(0, 100).Select(i => i >= from && i < from + count ? 1f : 0f)];

    private static ComparisonResult WithEvidence(Func<string, int, Retention> retention)
    {
        ComparisonResult result = SampleComparison.TwoClasses();
        return ComparisonResult.Of(result.Data, result.Setup, result.Environment, result.Test,
        [
            .. result.Plans.Select(plan => (PlanRun)plan with
            {
                Trials = [.. plan.Trials.Select(trial => trial with
                {
                    Evidence = new TrialEvidence { ValidationProbabilities = default, Retention = retention(plan.Plan, (int)trial.Seed) },
                })],
            }),
        ], resamples: 10);
    }
}
