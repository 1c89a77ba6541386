namespace CcaEmu.Memory;

/// <summary>Someone who keeps decoded instructions of RAM pages and must hear of writes to them.</summary>
public interface ICodeObserver
{
    /// <summary>A page now holds decoded instructions: whoever caches a way to write it directly must give that up.</summary>
    /// <param name="page">Physical address of the 4 KiB page.</param>
    void OnCodeMarked(ulong page);

    /// <summary>Whether decoded instructions stand in a range: only then does a write to it matter.</summary>
    /// <param name="address">Physical byte address.</param>
    /// <param name="sizeBytes">Length in bytes; the range lies in one 4 KiB page.</param>
    /// <returns>True also where the observer does not know better.</returns>
    bool HasDecoded(ulong address, ulong sizeBytes) => true;

    /// <summary>A page that holds decoded instructions was written: they must be dropped.</summary>
    /// <param name="page">Physical address of the 4 KiB page.</param>
    void OnCodeWritten(ulong page);
}
