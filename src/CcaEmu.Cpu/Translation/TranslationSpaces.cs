namespace CcaEmu.Cpu;

/// <summary>The <see cref="TranslationSpace"/>s of a PE: finding the one for the current registers, and invalidating by what a TLBI names.</summary>
/// <param name="features">What the PE implements.</param>
internal sealed class TranslationSpaces(PeFeatures features) : IDisposable
{
    private const int MaxSpaces = 24, MaxStage2 = 12;

    // Identifiers are bits of walk cache tags; before they run out, the owner is told to empty the caches.
    private const ulong MaxId = WalkCache.MaxId;

    private readonly List<TranslationSpace> _spaces = [];
    private readonly List<Stage2Geometry> _stage2 = [];
    private ulong _clock, _nextId;

    /// <summary>Who empties the walk caches when identifiers start over.</summary>
    public Action? IdsExhausted { get; init; }

    /// <summary>All spaces, in use or not.</summary>
    public List<TranslationSpace> All => _spaces;

    /// <summary>Grows whenever a space is taken for other controls, or let go.</summary>
    public int Changes { get; private set; }

    /// <summary>The space for some controls: one made earlier, or the one not needed for longest, decoded anew.</summary>
    /// <param name="controls">The controls.</param>
    /// <param name="last">The space that it was the last time, where that is known: most often it is again.</param>
    public TranslationSpace Find(in TranslationControls controls, TranslationSpace? last)
    {
        if (last is not null && IsFor(last, controls))
            return Use(last);
        foreach (TranslationSpace space in _spaces)
        {
            if (IsFor(space, controls))
                return Use(space);
        }
        return Make(controls);
    }

    /// <summary>Forgets everything.</summary>
    public void DropAll()
    {
        foreach (TranslationSpace space in _spaces)
            DropStage1(space);
        foreach (Stage2Geometry stage2 in _stage2)
            stage2.Id = NextId();
    }

    /// <summary>Does what one TLBI instruction demands of one PE.</summary>
    public void Invalidate(in TlbInvalidation what)
    {
        foreach (TranslationSpace space in _spaces)
        {
            if (space.InUse && what.Concerns(space))
                Invalidate(space, what);
        }
        if (!what.ReachesStage2)
            return;
        foreach (Stage2Geometry stage2 in _stage2)
        {
            if (stage2.InUse && what.Concerns(stage2))
                stage2.Id = NextId();
        }
    }

    public void Dispose()
    {
        foreach (TranslationSpace space in _spaces)
            space.Dispose();
    }

    private static bool IsFor(TranslationSpace space, in TranslationControls controls) => space.InUse && space.Controls == controls;

    private TranslationSpace Use(TranslationSpace space)
    {
        space.LastUse = ++_clock;
        if (space.Stage2 is { } stage2)
            stage2.LastUse = _clock;
        if (space.NonSecureStage2 is { } nonSecure)
            nonSecure.LastUse = _clock;
        return space;
    }

    private void Invalidate(TranslationSpace space, in TlbInvalidation what)
    {
        if (!what.ByAddress)
        {
            DropStage1(space);
            return;
        }
        if (!what.LastLevelOnly)
            space.Id = NextId();
        space.DropFromTlbs(what.Address, what.Bytes);
    }

    private void DropStage1(TranslationSpace space)
    {
        space.FlushTlbs();
        space.Id = NextId();
    }

    private TranslationSpace Make(in TranslationControls controls)
    {
        Changes++;
        Stage2Geometry? stage2 = controls.Stage2 == default ? null : FindStage2(controls.Stage2);
        Stage2Geometry? nonSecure = controls.NonSecureStage2 == default ? null : FindStage2(controls.NonSecureStage2);
        TranslationSpace? chosen = null;
        if (_spaces.Count < MaxSpaces)
            _spaces.Add(chosen = new TranslationSpace());
        foreach (TranslationSpace space in _spaces)
        {
            if (chosen is null || !space.InUse || (chosen.InUse && space.LastUse < chosen.LastUse))
                chosen = space;
        }
        chosen!.Decode(controls, stage2, nonSecure, features);
        chosen.Id = NextId();
        chosen.LastUse = ++_clock;
        return chosen;
    }

    private Stage2Geometry FindStage2(in Stage2Controls controls)
    {
        Stage2Geometry? chosen = null;
        foreach (Stage2Geometry stage2 in _stage2)
        {
            if (stage2.InUse && stage2.Controls == controls)
            {
                stage2.LastUse = ++_clock;
                return stage2;
            }
        }
        if (_stage2.Count < MaxStage2)
            _stage2.Add(chosen = new Stage2Geometry());
        foreach (Stage2Geometry stage2 in _stage2)
        {
            if (chosen is null || (chosen.InUse && (!stage2.InUse || stage2.LastUse < chosen.LastUse)))
                chosen = stage2;
        }
        foreach (TranslationSpace space in _spaces)
        {
            if (space.InUse && (ReferenceEquals(space.Stage2, chosen) || ReferenceEquals(space.NonSecureStage2, chosen)))
                space.Release();
        }
        chosen!.Decode(controls, features);
        chosen.InUse = true;
        chosen.Id = NextId();
        chosen.LastUse = ++_clock;
        return chosen;
    }

    private ulong NextId()
    {
        if (++_nextId <= MaxId)
            return _nextId;
        _nextId = 0;
        IdsExhausted?.Invoke();
        foreach (TranslationSpace space in _spaces)
            space.Id = ++_nextId;
        foreach (Stage2Geometry stage2 in _stage2)
            stage2.Id = ++_nextId;
        return ++_nextId;
    }
}
