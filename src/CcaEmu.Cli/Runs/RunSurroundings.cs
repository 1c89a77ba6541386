namespace CcaEmu.Cli.Runs;

/// <summary>What a run takes place in.</summary>
/// <param name="ImagePath">The image, as the user named it.</param>
/// <param name="Console">Where output goes.</param>
/// <param name="Interrupted">Cancelled when the user wants the run to end.</param>
internal sealed record RunSurroundings(string ImagePath, CliConsole Console, CancellationToken Interrupted);
