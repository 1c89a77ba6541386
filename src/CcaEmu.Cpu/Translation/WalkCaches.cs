namespace CcaEmu.Cpu;

/// <summary>The walk caches of a PE: for each stage, tables of the last level and of the level above it.</summary>
internal sealed class WalkCaches : IDisposable
{
    /// <summary>Stage 1, tables of level 3.</summary>
    public WalkCache Stage1Pages { get; } = new(512);

    /// <summary>Stage 1, tables of level 2.</summary>
    public WalkCache Stage1Blocks { get; } = new(128);

    /// <summary>Stage 2, tables of level 3.</summary>
    public WalkCache Stage2Pages { get; } = new(512);

    /// <summary>Stage 2, tables of level 2.</summary>
    public WalkCache Stage2Blocks { get; } = new(128);

    /// <summary>Whether walks may start from them; off to measure what they are worth.</summary>
    public bool Enabled { get; set; } = true;

    public void Clear()
    {
        Stage1Pages.Clear();
        Stage1Blocks.Clear();
        Stage2Pages.Clear();
        Stage2Blocks.Clear();
    }

    public void Dispose()
    {
        Stage1Pages.Dispose();
        Stage1Blocks.Dispose();
        Stage2Pages.Dispose();
        Stage2Blocks.Dispose();
    }
}
