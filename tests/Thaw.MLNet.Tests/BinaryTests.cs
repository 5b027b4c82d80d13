using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ML;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Pipeline.MLNet.Train;
using Thaw.Evaluation.Calibration;
using Thaw.Serving;

namespace Thaw.MLNet.Tests;

[Collection(Drawn.Name)]
public sealed class BinaryTests(Pictures pictures)
{
    private readonly MLContext _context = pictures.Context;

    private string[] Paths => [.. pictures.Two.Select(row => row.ImagePath)];

    [Fact]
    public void Answers_have_the_usual_columns_and_are_those_of_thaw_for_pictures_of_the_networks_size()
    {
        IDataView scored = pictures.Binary.Transform(pictures.Data);
        Assert.IsType<NumberDataViewType>(scored.Schema["Score"].Type);
        Assert.IsType<NumberDataViewType>(scored.Schema["Probability"].Type);
        Assert.IsType<BooleanDataViewType>(scored.Schema["PredictedLabel"].Type);
        using var classifier = Classifier.Load(pictures.BinaryThawZip);
        BinaryAnswer[] answers = [.. _context.Data.CreateEnumerable<BinaryAnswer>(scored, reuseRowObject: false)];
        Assert.Equal(pictures.Two.Count, answers.Length);
        for (int i = 0; i < answers.Length; i++)
        {
            Assert.Equal(classifier.Classify(Paths[i]).Probabilities[1].Probability, answers[i].Probability, 1e-5f);
            Assert.Equal(1 / (1 + Math.Exp(-answers[i].Score)), answers[i].Probability, 1e-6);
            Assert.Equal(answers[i].Score > 0, answers[i].PredictedLabel);
        }
    }

    [Fact]
    public void The_schema_that_pipelines_check_by_names_the_same_columns()
    {
        IEstimator<ITransformer> trainer = _context.BinaryClassification.Trainers.Vgg(Pictures.Quick with { Context = _context });
        EstimatorChain<ITransformer> chain = _context.Transforms.CopyColumns("Path2", "ImagePath").Append(trainer);
        // A step behind it that needs the columns is refused before fitting if the schema lacks them or their types
        ITransformer fitted = chain.Append(_context.Transforms.Concatenate("Both", "Score", "Probability")).Fit(pictures.Data);
        Assert.Equal(2, ((VectorDataViewType)fitted.GetOutputSchema(pictures.Data.Schema)["Both"].Type).Size);
    }

    [Fact]
    public void Metrics_are_those_of_thaw()
    {
        IReadOnlyList<MetricPair> metrics = MetricPair.Of(_context, pictures.Binary.Transform(pictures.Data));
        Assert.Equal(10, metrics.Count);
        Assert.All(metrics, pair => Assert.True(pair.Difference < 1e-6, $"{pair.Metric}: {pair.ByMLNet:R} and {pair.ByThaw:R}"));
    }

    [Fact]
    public void A_saved_pipeline_says_the_same_in_a_process_without_thaw()
    {
        string zip = pictures.At("binary.zip");
        _context.Model.Save(pictures.Binary, pictures.Data.Schema, zip);
        StockProcess stock = StockProcess.Run(zip, pictures.At("binary-again.zip"), Paths);
        IDataView scored = pictures.Binary.Transform(pictures.Data);
        Assert.Equal(scored.GetColumn<float>("Probability"), stock.Answers["Probability"].Select(row => (float)row.Single()));
        Assert.Equal(scored.GetColumn<float>("Score"), stock.Answers["Score"].Select(row => (float)row.Single()));
        Assert.Equal(scored.GetColumn<bool>("PredictedLabel"), stock.Answers["PredictedLabel"].Select(row => row.Single() == 1));
    }

    [Fact]
    public void Cross_validation_trains_a_network_a_fold()
    {
        IEstimator<ITransformer> trainer = _context.BinaryClassification.Trainers.Vgg(Pictures.Quick with { Context = _context });
        var folds = _context.BinaryClassification.CrossValidate(pictures.Data, trainer, numberOfFolds: 2, seed: 3);
        Assert.Equal(2, folds.Count);
        Assert.All(folds, fold => Assert.InRange(fold.Metrics.AreaUnderRocCurve, 0, 1));
        Assert.All(folds, fold => Assert.True(fold.Metrics.LogLoss > 0));
        float First(ITransformer model) => model.Transform(pictures.Data).GetColumn<float>("Score").First();
        Assert.NotEqual(First(folds[0].Model), First(folds[1].Model));
    }

    [Fact]
    public void A_chain_goes_on_behind_it_and_comes_back_from_a_file()
    {
        ITransformer chain = _context.BinaryClassification.Trainers.Vgg(Pictures.Quick with { Context = _context })
            .Append(_context.Transforms.CopyColumns("Chance", "Probability")).Fit(pictures.Data);
        string zip = pictures.At("chain.zip");
        _context.Model.Save(chain, pictures.Data.Schema, zip);
        ITransformer loaded = new MLContext().Model.Load(zip, out DataViewSchema schema);
        Assert.NotNull(schema.GetColumnOrNull("ImagePath"));
        Assert.Equal(chain.Transform(pictures.Data).GetColumn<float>("Chance"), loaded.Transform(pictures.Data).GetColumn<float>("Chance"));
    }

    [Fact]
    public async Task A_pool_of_engines_answers_on_many_threads()
    {
        string zip = pictures.At("pool.zip");
        _context.Model.Save(pictures.Binary, pictures.Data.Schema, zip);
        var services = new ServiceCollection();
        services.AddPredictionEnginePool<PictureRow, BinaryAnswer>().FromFile("vgg", zip, watchForChanges: false);
        await using ServiceProvider provider = services.BuildServiceProvider();
        var pool = provider.GetRequiredService<PredictionEnginePool<PictureRow, BinaryAnswer>>();
        BinaryAnswer[] answers = await Task.WhenAll(pictures.Two.Select(row => Task.Run(() => pool.Predict("vgg", new PictureRow { ImagePath = row.ImagePath }))));
        Assert.Equal(pictures.Binary.Transform(pictures.Data).GetColumn<float>("Probability"), answers.Select(answer => answer.Probability));
    }

    [Fact]
    public void Decoded_pictures_train_the_same_network_as_their_files()
    {
        IEstimator<ITransformer> loader = _context.Transforms.LoadImages("Deck", null, "ImagePath");
        IDataView loaded = loader.Fit(pictures.Data).Transform(pictures.Data);
        Assert.IsType<ImageDataViewType>(loaded.Schema["Deck"].Type);
        ITransformer model = _context.BinaryClassification.Trainers.Vgg(Pictures.Quick with { Context = _context, ImageColumnName = "Deck" }).Fit(loaded);
        Assert.Equal(pictures.Binary.Transform(pictures.Data).GetColumn<float>("Probability"), model.Transform(loaded).GetColumn<float>("Probability"));
    }

    [Fact]
    public void Columns_may_have_any_name_and_no_context_is_needed()
    {
        IDataView renamed = _context.Transforms.CopyColumns("File", "ImagePath").Append(_context.Transforms.CopyColumns("Cracked", "Label"))
            .Append(_context.Transforms.DropColumns("ImagePath", "Label")).Fit(pictures.Data).Transform(pictures.Data);
        ITransformer model = _context.BinaryClassification.Trainers.Vgg(Pictures.Quick with { ImageColumnName = "File", LabelColumnName = "Cracked" }).Fit(renamed);
        Assert.Equal(pictures.Binary.Transform(pictures.Data).GetColumn<float>("Probability"), model.Transform(renamed).GetColumn<float>("Probability"));
    }

    [Fact]
    public void The_threshold_is_that_of_thaws_zip()
    {
        string zip = pictures.At("threshold.thaw.zip");
        VggOptions options = Pictures.Quick with { Context = _context, ModelFile = zip, Threshold = ThresholdCriterion.BestF1, ValidationSet = pictures.Data };
        IDataView scored = _context.BinaryClassification.Trainers.Vgg(options).Fit(pictures.Data).Transform(pictures.Data);
        using var classifier = Classifier.Load(zip);
        Assert.NotEqual(0.5f, classifier.Manifest.Threshold);
        Assert.Equal(Paths.Select(path => classifier.Classify(path).Index == 1), scored.GetColumn<bool>("PredictedLabel"));
    }
}
