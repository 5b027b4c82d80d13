using Pipeline.MLNet.Serve;

ServeApp.Build(args).Run();
