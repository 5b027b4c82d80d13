using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Training;

namespace Thaw.Tests.Training;

public class PlanTests
{
    [Theory]
    [InlineData(20)]
    [InlineData(7)]
    [InlineData(13)]
    public void Every_named_plan_is_valid_and_has_the_epochs_asked_for(int epochs)
    {
        foreach (string name in Plan.Names)
        {
            Plan plan = Plan.Named(name, new PlanSettings { Epochs = epochs });
            plan.Check();
            Assert.Equal(name, plan.Name);
            Assert.Equal(epochs, plan.Phases.Sum(phase => phase.Epochs));
        }
        Assert.Contains("two-phase", Assert.Throws<ArgumentException>(() => Plan.Named("twophase")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 32, 100)]
    [InlineData(50, 32, 100)] // 2 steps an epoch
    [InlineData(65, 32, 67)] // 3 steps, 67 of which are 201
    [InlineData(180, 32, 34)]
    [InlineData(320, 32, 20)]
    [InlineData(100_000, 32, 20)]
    [InlineData(180, 8, 20)]
    public void Small_sets_have_more_epochs(int pictures, int batch, int epochs) => Assert.Equal(epochs, PlanSettings.EpochsFor(pictures, batch));

    [Fact]
    public void Two_phases_share_their_epochs_one_to_nine()
    {
        Plan plan = Plan.Named("two-phase", new PlanSettings { Epochs = 20 });
        Assert.Equal([2, 18], plan.Phases.Select(phase => phase.Epochs));
        Assert.Equal((0.001, 1), (plan.Phases[1].LearningRate, plan.Phases[1].LayerDecay));
        Assert.Equal([1, 1], Plan.Named("two-phase", new PlanSettings { Epochs = 2 }).Phases.Select(phase => phase.Epochs));
    }

    [Fact]
    public void The_sweep_differs_in_its_boundary_alone_and_ends_at_two_phase()
    {
        using var device = new Cpu(1);
        using Network network = VggClassifier.Create(device, Vgg.Named("vgg16"), 1 / 32.0, 32, new Head { Units = 4 }, 2);
        var settings = new PlanSettings { Epochs = 9, GentleRate = 0.0007 };
        Plan whole = Plan.Named("two-phase", settings);
        int above = network.IndexOf("flatten");
        foreach (string name in Plan.SweepNames)
        {
            Plan plan = Plan.Named(name, settings);
            int boundary = Trainer.BoundaryOf(network, plan.Phases[1]);
            Assert.Equal($"{name[5..]}_conv1", network.Layers[boundary].Name);
            Assert.True(boundary < above);
            above = boundary;
            Assert.Equal(whole.Phases[0], plan.Phases[0]);
            Assert.Equal(whole.Phases[1], plan.Phases[1] with { Name = whole.Phases[1].Name, TrainFrom = whole.Phases[1].TrainFrom });
        }
        Assert.Equal(0, above);
    }

    [Fact]
    public void Last_block_is_what_Keras_leaves_trainable_with_all_but_the_last_five_layers_frozen()
    {
        // Keras's VGG16 without top ends block5_conv1, block5_conv2, block5_conv3, block5_pool; the head follows
        using var device = new Cpu(1);
        using Network network = VggClassifier.Create(device, Vgg.Named("vgg16"), 1 / 32.0, 32, new Head { Units = 4 }, 2);
        int boundary = Trainer.BoundaryOf(network, Plan.Named("last-block").Phases[0]);
        Assert.Equal("block5_conv1", network.Layers[boundary].Name);
        Assert.Equal(0, Trainer.BoundaryOf(network, Plan.Named("full").Phases[0]));
        Assert.Equal("flatten", network.Layers[Trainer.BoundaryOf(network, Plan.Named("frozen").Phases[0])].Name);
    }

    [Fact]
    public void The_cosine_schedule_warms_up_and_falls_to_zero()
    {
        var phase = new Phase { Name = "p", TrainFrom = "all", Epochs = 10, LearningRate = 0.1, Schedule = Schedule.Cosine, WarmUpEpochs = 2 };
        Assert.Equal(0.05, phase.LearningRateAt(1), 12);
        Assert.Equal(0.1, phase.LearningRateAt(2), 12);
        Assert.Equal(0.05, phase.LearningRateAt(6), 12);
        Assert.Equal(0, phase.LearningRateAt(10), 12);
        Assert.Equal(0.1, (phase with { Schedule = Schedule.Constant }).LearningRateAt(9.9), 12);
    }

    [Theory]
    [InlineData(0, 0.1, 0.9, "epochs")]
    [InlineData(1, 0, 0.9, "learning rate")]
    [InlineData(1, double.NaN, 0.9, "learning rate")]
    [InlineData(1, 0.1, 1, "momentum")]
    public void A_value_out_of_range_is_named(int epochs, double rate, double momentum, string named)
    {
        var plan = new Plan
        {
            Name = "mine",
            Phases = [new Phase { Name = "p", TrainFrom = "all", Epochs = epochs, LearningRate = rate, Momentum = momentum }],
        };
        Assert.Contains(named, Assert.Throws<ArgumentException>(plan.Check).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_names_of_the_built_in_plans_are_constants() =>
        Assert.Equal(Plan.Names.Take(5), [Plan.Frozen, Plan.LastBlock, Plan.Full, Plan.TwoPhase, Plan.Gradual]);

    [Theory]
    [InlineData("")]
    [InlineData("../up")]
    [InlineData(".hidden")]
    [InlineData("a b")]
    public void A_name_that_is_no_file_name_is_refused(string name)
    {
        Plan plan = Plan.Named("frozen") with { Name = name };
        Assert.Throws<ArgumentException>(plan.Check);
    }
}
