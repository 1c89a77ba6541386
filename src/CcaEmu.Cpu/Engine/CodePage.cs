using System.Runtime.InteropServices;

namespace CcaEmu.Cpu;

/// <summary>The operations of one 4 KiB page of instructions, in native memory: a header, 1024 operations, and an end marker.</summary>
/// <remarks>
/// An operation is decoded when it is first reached: until then its handler decodes and then does it. Writing to the page puts
/// all of them back to that state, which is safe even when the page is executing.
/// </remarks>
internal unsafe struct CodePage
{
    public const int OpsPerPage = 1024;

    /// <summary>Host address of the page's bytes.</summary>
    public byte* Host;

    /// <summary>Physical address of the page.</summary>
    public ulong PhysicalPage;

    /// <summary>Reached through a guarded page (FEAT_BTI); the same bytes reached otherwise have operations of their own.</summary>
    public bool Guarded;

    /// <summary>Written since the page was last entered: operations decoded after the first write may be older than the last one.</summary>
    public bool Stale;

    public static CodePage* Create(byte* host, ulong physicalPage, bool guarded)
    {
        nuint bytes = (nuint)(sizeof(CodePage) + (OpsPerPage + 1) * sizeof(DecodedOp));
        var page = (CodePage*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(page, bytes);
        page->Host = host;
        page->PhysicalPage = physicalPage;
        page->Guarded = guarded;
        page->Forget();
        OpsOf(page)[OpsPerPage].Execute = &Engine.PageEnd;
        return page;
    }

    /// <summary>First operation of a page.</summary>
    public static DecodedOp* OpsOf(CodePage* page) => (DecodedOp*)(page + 1);

    /// <summary>The page that operations starting at <paramref name="ops"/> belong to.</summary>
    public static CodePage* Of(DecodedOp* ops) => (CodePage*)ops - 1;

    /// <summary>Puts every operation back to "not decoded yet".</summary>
    public void Forget()
    {
        Stale = false;
        fixed (CodePage* self = &this)
        {
            DecodedOp* ops = OpsOf(self);
            for (int i = 0; i < OpsPerPage; i++)
            {
                ops[i].Execute = &Engine.DecodeThenExecute;
                ops[i].IsDecoded = false;
            }
        }
    }

    /// <summary>Whether an operation in a range of bytes of the page is decoded.</summary>
    public bool HasDecoded(ulong offset, ulong sizeBytes)
    {
        fixed (CodePage* self = &this)
        {
            DecodedOp* ops = OpsOf(self);
            for (ulong i = offset >> 2; i <= (offset + sizeBytes - 1) >> 2; i++)
            {
                if (ops[i].IsDecoded)
                    return true;
            }
            return false;
        }
    }
}
