using System.Text.Json;
using Thaw.Comparison;
using Thaw.Comparison.Claims;
using Thaw.Reports;
using Thaw.Tests.Reports;

namespace Thaw.Tests.Comparison;

public sealed class TimeClaimTests
{
    [Fact]
    public void The_number_is_the_ratio_of_epochs_with_an_interval_over_trials()
    {
        Claim claim = TimeClaim.Of([Plan("frozen", [2, 2], [2.2, 1.8], [2.1, 1.9]), Plan("full", [20, 20], [21, 21], [19, 19])]);
        Assert.Equal(Math.Pow(20.0 * 21 * 19, 1 / 3.0) / 2, claim.Value, 1e-9);
        Assert.True(claim.Interval.Contains(claim.Value) && claim.Interval.Low > 8 && claim.Interval.High < 13, claim.Interval.ToString());
        Assert.Equal(ClaimAnswer.Confirmed, claim.Answer);
        Assert.Contains("over 3 and 3 trials", claim.Sentence, StringComparison.Ordinal);
        Assert.Contains("backward passes took", claim.Sentence, StringComparison.Ordinal);
        Assert.Contains("counted operations", claim.Sentence, StringComparison.Ordinal);
        Assert.Equal("seconds an epoch of full over those of frozen", claim.Measure);
    }

    [Fact]
    public void One_trial_each_takes_the_epochs()
    {
        Claim claim = TimeClaim.Of([Plan("frozen", [1, 1.1, 0.9]), Plan("full", [1.05, 1.0, 0.95])]);
        Assert.Equal(ClaimAnswer.Open, claim.Answer);
        Assert.Contains("over 3 and 3 epochs", claim.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slower_frozen_plan_refutes_it()
    {
        Claim claim = TimeClaim.Of([Plan("frozen", [5, 5.1, 4.9]), Plan("full", [1, 1.1, 0.9])]);
        Assert.Equal(ClaimAnswer.Refuted, claim.Answer);
    }

    [Fact]
    public void Without_two_plans_or_two_epochs_nothing_is_claimed()
    {
        Assert.Equal(ClaimAnswer.NotMeasured, TimeClaim.Of([Plan("frozen", [1, 1])]).Answer);
        Claim single = TimeClaim.Of([Plan("frozen", [1]), Plan("full", [3])]);
        Assert.Equal((ClaimAnswer.NotMeasured, 3), (single.Answer, Math.Round(single.Value, 9)));
        Assert.False(single.Interval.IsKnown);
        Assert.Equal(ClaimAnswer.NotMeasured, TimeClaim.Of([Plan("frozen", [double.NaN]), Plan("full", [3])]).Answer);
    }

    [Fact]
    public void The_report_keeps_it_in_timing_alone()
    {
        using var stream = new MemoryStream();
        JsonReport.Write(SampleComparison.TwoClasses(), stream);
        using JsonDocument json = JsonDocument.Parse(stream.ToArray());
        JsonElement time = json.RootElement.GetProperty("timing").GetProperty("claim");
        Assert.Equal(1, time.GetProperty("number").GetInt32());
        Assert.Equal("confirmed", time.GetProperty("answer").GetString());
        Assert.DoesNotContain(json.RootElement.GetProperty("claims").EnumerateArray(), claim => claim.GetProperty("number").GetInt32() == 1);
        using var html = new MemoryStream();
        HtmlReport.Write(SampleComparison.TwoClasses(), SampleComparison.TestPicture, html);
        string page = System.Text.Encoding.UTF8.GetString(html.ToArray());
        Assert.Contains("id=\"claim-time\"", page, StringComparison.Ordinal);
        Assert.Contains("Forward and backward passes, measured seconds of an epoch and counted operations for a picture: frozen", page, StringComparison.Ordinal);
    }

    private static PlanResult Plan(string name, params double[][] seconds)
    {
        PlanResult sample = SampleComparison.TwoClasses().Plans.Single(plan => plan.Plan == name);
        return sample with
        {
            Trials = [.. seconds.Select(epochs => sample.Trials[0] with { History = [.. epochs.Select(s => sample.Trials[0].History[0] with { Seconds = s })] })],
        };
    }
}
