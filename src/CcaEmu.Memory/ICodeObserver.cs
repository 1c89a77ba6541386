namespace CcaEmu.Memory;

/// <summary>Someone who keeps decoded instructions of RAM pages and must hear of writes to them.</summary>
public interface ICodeObserver
{
    /// <summary>A page now holds decoded instructions: whoever caches a way to write it directly must give that up.</summary>
    /// <param name="page">Physical address of the 4 KiB page.</param>
    void OnCodeMarked(ulong page);

    /// <summary>A page that holds decoded instructions was written: they must be dropped.</summary>
    /// <param name="page">Physical address of the 4 KiB page.</param>
    void OnCodeWritten(ulong page);
}
