namespace CcaEmu.Cpu;

/// <summary>The walk caches of a PE: for each stage, tables of the last level and of the level above it.</summary>
internal sealed class WalkCaches : IDisposable
{
    private WalkCache _stage1Pages = new(), _stage1Blocks = new(), _stage2Pages = new(), _stage2Blocks = new();

    /// <summary>Stage 1, tables of level 3.</summary>
    public ref readonly WalkCache Stage1Pages => ref _stage1Pages;

    /// <summary>Stage 1, tables of level 2.</summary>
    public ref readonly WalkCache Stage1Blocks => ref _stage1Blocks;

    /// <summary>Stage 2, tables of level 3.</summary>
    public ref readonly WalkCache Stage2Pages => ref _stage2Pages;

    /// <summary>Stage 2, tables of level 2.</summary>
    public ref readonly WalkCache Stage2Blocks => ref _stage2Blocks;

    /// <summary>Whether walks may start from them; off to measure what they are worth.</summary>
    public bool Enabled { get; set; } = true;

    public void Clear()
    {
        _stage1Pages.Clear();
        _stage1Blocks.Clear();
        _stage2Pages.Clear();
        _stage2Blocks.Clear();
    }

    public void Dispose()
    {
        _stage1Pages.Dispose();
        _stage1Blocks.Dispose();
        _stage2Pages.Dispose();
        _stage2Blocks.Dispose();
    }
}
