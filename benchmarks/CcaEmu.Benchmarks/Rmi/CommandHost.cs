using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Machine;
using CcaEmu.Machine.Board;
using CcaEmu.Machine.Firmware;
using CcaEmu.Memory;
using CcaEmu.Monitor;
using CcaEmu.Rmm;

namespace CcaEmu.Benchmarks.Rmi;

/// <summary>A machine with monitor and RMM, and at Non-secure EL2 a host that makes one command after the other without allocating.</summary>
internal sealed class CommandHost : ManagedFirmware, IDisposable
{
    private Func<ProcessingElement, bool>? _next;

    /// <summary>Boots, and activates the RMM unless told otherwise.</summary>
    public CommandHost(ulong dram2Bytes = 0, RmmOptions? options = null, MonitorOptions? monitor = null, bool activate = true)
        : base(ExceptionLevel.EL2, SecurityState.NonSecure, FvpMemoryMap.ManagedHypervisor)
    {
        Machine = new Machine.Machine(new MachineOptions { Dram2Bytes = dram2Bytes });
        Machine.Attach(new MonitorFirmware(Machine, monitor ?? new MonitorOptions()));
        Machine.Attach(new RmmFirmware(Machine, options ?? new RmmOptions()));
        Machine.Attach(this);
        Machine.Reset();
        Machine.Run();
        if (activate)
            Succeed(RmiCommand.RmmActivate);
    }

    /// <summary>The machine.</summary>
    public Machine.Machine Machine { get; }

    /// <summary>Its PE.</summary>
    public ProcessingElement Pe => Machine.Pes[0];

    /// <summary>Makes commands until there is none any more.</summary>
    /// <param name="next">Sets X0 and up to the next command, with the results of the last one in them; false ends.</param>
    public void Run(Func<ProcessingElement, bool> next)
    {
        _next = next;
        if (next(Pe))
        {
            CallSecureMonitor(Pe);
            Machine.Run();
        }
    }

    /// <summary>Makes one command and gives X0.</summary>
    public ulong Call(RmiCommand command, params ReadOnlySpan<ulong> arguments)
    {
        _next = null;
        Set(Pe, command, arguments);
        CallSecureMonitor(Pe);
        Machine.Run();
        return Pe.X(0);
    }

    /// <summary>Makes one command that must succeed.</summary>
    public void Succeed(RmiCommand command, params ReadOnlySpan<ulong> arguments)
    {
        ulong x0 = Call(command, arguments);
        if (x0 != 0)
            throw new InvalidOperationException($"{command} answered 0x{x0:x}");
    }

    /// <summary>Makes a command over a range again and again until all of it is done: X1 says how far it went.</summary>
    /// <param name="command">A command whose arguments are <paramref name="before"/>, the range, and zeros.</param>
    /// <param name="start">Start of the range.</param>
    /// <param name="top">Its end.</param>
    /// <param name="before">Arguments before the range.</param>
    public void Over(RmiCommand command, ulong start, ulong top, params ReadOnlySpan<ulong> before)
    {
        Span<ulong> arguments = stackalloc ulong[before.Length + 2];
        before.CopyTo(arguments);
        while (start < top)
        {
            arguments[^2] = start;
            arguments[^1] = top;
            Succeed(command, arguments);
            if (Pe.X(1) <= start)
                throw new InvalidOperationException($"{command} made no progress at 0x{start:x}");
            start = Pe.X(1);
        }
    }

    /// <summary>A round of commands that must all succeed, without an allocation of its own.</summary>
    /// <param name="times">How many.</param>
    /// <param name="set">Sets the registers of the next.</param>
    /// <param name="answer">What each has to answer in X0.</param>
    /// <param name="operations">Answers what the RMM asks for on the way; null where no command becomes an operation.</param>
    public Action Repeat(int times, Action<ProcessingElement> set, ulong answer = 0, OperationAnswer? operations = null)
    {
        int left = 0;
        bool Next(ProcessingElement pe)
        {
            if (left != times)
            {
                if (operations is not null && operations.Set(pe))
                    return true;
                if (pe.X(0) != answer)
                    throw new InvalidOperationException($"a command answered 0x{pe.X(0):x}");
            }
            if (left-- == 0)
                return false;
            set(pe);
            return true;
        }
        Func<ProcessingElement, bool> next = Next;
        return () =>
        {
            left = times;
            Run(next);
        };
    }

    /// <summary>Sets the registers of a command.</summary>
    public static void Set(ProcessingElement pe, RmiCommand command, params ReadOnlySpan<ulong> arguments)
    {
        pe.X(0) = (ulong)command;
        for (int i = 1; i < 8; i++)
            pe.X(i) = i <= arguments.Length ? arguments[i - 1] : 0;
    }

    /// <summary>Writes the host's memory.</summary>
    public void Write(ulong address, ReadOnlySpan<byte> bytes)
    {
        if (!Pe.Physical.Write(new PhysicalAddress(address, Pas.NonSecure), bytes).Ok)
            throw new InvalidOperationException($"the host cannot write 0x{address:x}");
    }

    /// <inheritdoc/>
    public void Dispose() => Machine.Dispose();

    /// <inheritdoc/>
    protected override void OnEntry(ProcessingElement pe) => Machine.RequestStop();

    /// <inheritdoc/>
    protected override void OnResume(ProcessingElement pe)
    {
        if (_next is { } next && next(pe))
            CallSecureMonitor(pe);
        else
            Machine.RequestStop();
    }

    /// <inheritdoc/>
    protected override void OnException(ProcessingElement pe, ExceptionType type, bool fromLower) =>
        throw new InvalidOperationException($"the host took {type} with ESR_EL2 {new EsrValue(pe[SystemRegister.ESR_EL2])}");
}
