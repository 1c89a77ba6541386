using System.Diagnostics.CodeAnalysis;
using CcaEmu.Cpu;

namespace CcaEmu.Cli.Runs;

/// <summary>Those who look at a run.</summary>
internal sealed class AttachmentSet : IDisposable
{
    private readonly List<RunAttachment> _attachments = [];

    /// <summary>Who runs the machine: one of the attachments, or nobody in particular.</summary>
    public IRunDriver Driver => _attachments.OfType<IRunDriver>().SingleOrDefault() ?? new StraightDriver();

    /// <summary>Whether what one of them has seen makes the run a failure.</summary>
    public bool HasFailed => _attachments.Exists(attachment => attachment.HasFailed);

    /// <summary>Stale translations that any of them has seen used.</summary>
    public IReadOnlyList<StaleTranslation> StaleTranslations => [.. _attachments.SelectMany(attachment => attachment.StaleTranslations)];

    /// <inheritdoc cref="RunAttachment.NoWayBack"/>
    public string? NoWayBack => _attachments.Select(attachment => attachment.NoWayBack).FirstOrDefault(reason => reason is not null);

    /// <summary>Whether any of them measures, at a cost of its own.</summary>
    public bool IsMeasuring => _attachments.Exists(attachment => attachment.Twin is not null);

    /// <summary>Others like those that measure.</summary>
    public AttachmentSet Twins()
    {
        var twins = new AttachmentSet();
        twins._attachments.AddRange(_attachments.Select(attachment => attachment.Twin).OfType<Func<RunAttachment>>().Select(make => make()));
        return twins;
    }

    /// <summary>Opens all.</summary>
    /// <param name="openers">What is asked for.</param>
    /// <param name="surroundings">What they may use.</param>
    /// <param name="attachments">Those who look.</param>
    /// <param name="error">One line, where one cannot be opened; the others are closed again then.</param>
    public static bool TryOpen(
        IReadOnlyList<AttachmentOpener> openers, RunSurroundings surroundings,
        [NotNullWhen(true)] out AttachmentSet? attachments, [NotNullWhen(false)] out string? error)
    {
        attachments = new AttachmentSet();
        error = null;
        foreach (AttachmentOpener open in openers)
        {
            if (!open(surroundings, out RunAttachment? attachment, out error))
            {
                attachments.Dispose();
                attachments = null;
                return false;
            }
            attachments._attachments.Add(attachment);
        }
        return true;
    }

    /// <summary>A console that all of them hear, too: the first before the others.</summary>
    /// <param name="console">The console.</param>
    public Action<byte> Hear(Action<byte> console) => Enumerable.Reverse(_attachments).Aggregate(console, (heard, attachment) => attachment.Hear(heard));

    /// <inheritdoc cref="RunAttachment.Attach"/>
    public void Attach(Emulation emulation) => _attachments.ForEach(attachment => attachment.Attach(emulation));

    /// <inheritdoc cref="RunAttachment.Close"/>
    public void Close() => _attachments.ForEach(attachment => attachment.Close());

    /// <inheritdoc cref="RunAttachment.Write"/>
    public void Write(EndedRun ended) => _attachments.ForEach(attachment => attachment.Write(ended));

    /// <inheritdoc/>
    public void Dispose() => _attachments.ForEach(attachment => attachment.Dispose());
}
