using Thaw.Cli.Recipes;

namespace Thaw.Cli.Tests.Recipes;

public sealed class SettingsTests
{
    [Fact]
    public void EveryOptionCanStandInARecipe()
    {
        foreach (Setting setting in Settings.Options.Append(Settings.OnePlan))
        {
            Assert.True(setting.IsOption, setting.Name);
            Assert.Contains(setting, Settings.Comparison);
        }
    }

    [Fact]
    public void NamesAreUnique()
    {
        Assert.Distinct(Settings.Comparison.Select(setting => setting.Name));
        Assert.Distinct(Settings.Pretraining.Select(setting => setting.Name));
        Assert.Distinct(Settings.Claims.Select(setting => setting.Name));
    }
}
