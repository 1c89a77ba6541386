namespace CcaEmu.Cli.Options;

/// <summary>Where level 1 GPTs come from: <c>--gpt</c>.</summary>
internal enum GptMode
{
    /// <summary>The monitor makes all of them at boot.</summary>
    Static,

    /// <summary>The host donates memory for them when it needs them.</summary>
    Dynamic,
}
