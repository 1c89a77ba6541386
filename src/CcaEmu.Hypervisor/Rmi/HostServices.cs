using CcaEmu.Arm.Abi;
using CcaEmu.Cpu;
using CcaEmu.Hypervisor.Interrupts;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Rmi;

/// <summary>What every part of the hypervisor works with: the PE it runs on, the RMM's commands, and the host's memory.</summary>
internal sealed class HostServices
{
    private readonly HostCpus _cpus;

    /// <summary>Services on one PE.</summary>
    /// <param name="context">The hypervisor's place on its PE.</param>
    /// <param name="memory">The host's memory.</param>
    /// <param name="pageSize">The host's page size.</param>
    /// <param name="abi">The revision of the RMI that the host was made for.</param>
    public HostServices(ScriptContext context, HostMemory memory, HostPageSize pageSize, RmmAbiProfile? abi = null)
        : this(new HostCpus(context), memory, pageSize, abi)
    {
    }

    /// <summary>Services on whichever PE asks for them.</summary>
    /// <param name="cpus">Which PE that is.</param>
    /// <param name="memory">The host's memory.</param>
    /// <param name="pageSize">The host's page size.</param>
    /// <param name="abi">The revision of the RMI that the host was made for.</param>
    public HostServices(HostCpus cpus, HostMemory memory, HostPageSize pageSize, RmmAbiProfile? abi = null)
    {
        PageSize = pageSize;
        Abi = abi ?? RmmAbiProfile.Bet1;
        _cpus = cpus;
        Gic = new HostGic(cpus);
        Memory = memory;
        Physical = new HostPhysical(cpus);
        Rmi = new RmiHost(cpus, pageSize.Granule, Abi);
        Granules = new Granules(Rmi, memory, pageSize);
        Reclaim = new HostReclaim(this);
    }

    /// <summary>The PE that is executing.</summary>
    public ProcessingElement Pe => _cpus.Pe;

    /// <summary>The host's page size.</summary>
    public HostPageSize PageSize { get; }

    /// <summary>The revision of the RMI that the host was made for.</summary>
    public RmmAbiProfile Abi { get; }

    /// <summary>The commands.</summary>
    public RmiHost Rmi { get; }

    /// <summary>The page allocator.</summary>
    public HostMemory Memory { get; }

    /// <summary>The host's own loads and stores.</summary>
    public HostPhysical Physical { get; }

    /// <summary>The host's own interrupts.</summary>
    public HostGic Gic { get; }

    /// <summary>Sleeps until an interrupt is pending.</summary>
    public WaitOperation WaitForInterrupt() => _cpus.Current.WaitForInterrupt();

    /// <summary>Makes an SMC that is not an RMI command.</summary>
    /// <param name="call">Function identifier and arguments.</param>
    public SmcOperation Smc(SmcCall call) => _cpus.Current.Smc(call);

    /// <summary>Lets time pass on this PE while others go on.</summary>
    /// <param name="modelledCycles">How much.</param>
    public PauseOperation Pause(ulong modelledCycles) => _cpus.Current.Pause(modelledCycles);

    /// <summary>By which vector the hypervisor was entered last on this PE.</summary>
    public ExceptionType LastException => _cpus.LastException[Pe.Index];

    /// <summary>Leaves to a guest; goes on with the next exception to the hypervisor on this PE.</summary>
    public ExceptionReturnOperation EnterGuest() => _cpus.Current.ExceptionReturn();

    /// <summary>How memory is made free that processes can do without.</summary>
    public HostReclaim Reclaim { get; }

    /// <summary>Delegation.</summary>
    public Granules Granules { get; }

    /// <summary>Takes a page of the host's own memory and zeros it.</summary>
    public HostResult AllocateZeroedPage(out ulong address)
    {
        Pe.Charge(HypervisorCosts.PageAllocation);
        return Memory.TryAllocate(PageSize.Bytes, PageSize.Bytes, out address)
            ? Physical.Clear(address, PageSize.Bytes)
            : HostResult.Fail(Errno.ENOMEM, "the host has no page left");
    }

    /// <summary>Gives a page of the host's own memory back; address 0 stands for none.</summary>
    public void FreePage(ulong address)
    {
        if (address != 0)
            Memory.Free(address, PageSize.Bytes);
    }
}
