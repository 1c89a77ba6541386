using CcaEmu.Cpu;
using CcaEmu.Hypervisor.Interrupts;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Rmi;

/// <summary>What every part of the hypervisor works with: the PE it runs on, the RMM's commands, and the host's memory.</summary>
internal sealed class HostServices
{
    private readonly ScriptContext _context;

    /// <summary>Services on one PE.</summary>
    /// <param name="context">The hypervisor's place on its PE.</param>
    /// <param name="memory">The host's memory.</param>
    public HostServices(ScriptContext context, HostMemory memory)
    {
        _context = context;
        Pe = context.Pe;
        Gic = new HostGic(Pe);
        Memory = memory;
        Physical = new HostPhysical(Pe);
        Rmi = new RmiHost(context);
        Granules = new Granules(Rmi, memory);
    }

    /// <summary>The PE.</summary>
    public ProcessingElement Pe { get; }

    /// <summary>The commands.</summary>
    public RmiHost Rmi { get; }

    /// <summary>The page allocator.</summary>
    public HostMemory Memory { get; }

    /// <summary>The host's own loads and stores.</summary>
    public HostPhysical Physical { get; }

    /// <summary>The host's own interrupts.</summary>
    public HostGic Gic { get; }

    /// <summary>Sleeps until an interrupt is pending.</summary>
    public WaitOperation WaitForInterrupt() => _context.WaitForInterrupt();

    /// <summary>Delegation.</summary>
    public Granules Granules { get; }

    /// <summary>Takes a page of the host's own memory and zeros it.</summary>
    public HostResult AllocateZeroedPage(out ulong address)
    {
        Pe.Charge(HypervisorCosts.PageAllocation);
        return Memory.TryAllocate(PageRange.PageBytes, PageRange.PageBytes, out address)
            ? Physical.Clear(address, PageRange.PageBytes)
            : HostResult.Fail(Errno.ENOMEM, "the host has no page left");
    }

    /// <summary>Gives a page of the host's own memory back; address 0 stands for none.</summary>
    public void FreePage(ulong address)
    {
        if (address != 0)
            Memory.Free(address, PageRange.PageBytes);
    }
}
