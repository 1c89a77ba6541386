namespace CcaEmu.Diagnostics.Tracing.Format;

/// <summary>Which word stood where last, in a block; writer and reader hold the same.</summary>
internal sealed class WordCache
{
    private readonly ulong[] _tags = new ulong[TraceFormat.CachedWords];
    private readonly uint[] _words = new uint[TraceFormat.CachedWords];

    public void Clear() => Array.Clear(_tags);

    /// <summary>Whether a word is known to stand at an address; from now on it is.</summary>
    public bool Knows(ulong pc, uint word)
    {
        ulong slot = (pc >> 2) & (TraceFormat.CachedWords - 1);
        if (_tags[slot] == (pc | 1) && _words[slot] == word)
            return true;
        _tags[slot] = pc | 1;
        _words[slot] = word;
        return false;
    }

    public bool TryFind(ulong pc, out uint word)
    {
        ulong slot = (pc >> 2) & (TraceFormat.CachedWords - 1);
        word = _words[slot];
        return _tags[slot] == (pc | 1);
    }
}
