using System.Diagnostics.CodeAnalysis;

namespace CcaEmu.Cli.Runs;

/// <summary>Opens what an attachment needs (files, sockets), before the run.</summary>
/// <param name="surroundings">What it may use.</param>
/// <param name="attachment">The attachment.</param>
/// <param name="error">One line, where something cannot be opened.</param>
/// <returns>Whether the run may begin.</returns>
internal delegate bool AttachmentOpener(
    RunSurroundings surroundings, [NotNullWhen(true)] out RunAttachment? attachment, [NotNullWhen(false)] out string? error);
