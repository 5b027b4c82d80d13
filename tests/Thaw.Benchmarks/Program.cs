return Thaw.Benchmarks.BenchmarkCommand.Run(args);
