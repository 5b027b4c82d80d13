return Thaw.Cli.ThawCommand.Run(args);
