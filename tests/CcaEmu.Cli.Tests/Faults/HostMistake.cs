using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Cpu;
using CcaEmu.Memory;

namespace CcaEmu.Cli.Tests.Faults;

/// <summary>A host that makes one mistake: its calls are changed where they leave NS-EL2, before anybody else sees them.</summary>
/// <param name="name">What it does wrong, in words.</param>
internal abstract class HostMistake(string name) : IPeObserver
{
    public string Name => name;

    /// <summary>The image that runs meanwhile.</summary>
    public virtual string Image => "hello";

    /// <summary>PEs and RECs.</summary>
    public virtual int Pes => 1;

    public void OnException(ProcessingElement pe, in ExceptionTaken taken)
    {
        bool isHosts = taken is { Target: ExceptionLevel.EL3, Source: ExceptionLevel.EL2, SourceState: SecurityState.NonSecure };
        if (isHosts && SmcRanges.IsRmi(new SmcFunctionId((uint)pe.X(0))))
            Spoil(pe, (RmiCommand)(uint)pe.X(0));
    }

    public virtual void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
    {
    }

    /// <summary>A new one: mistakes remember what they have done.</summary>
    public abstract HostMistake Again();

    protected abstract void Spoil(ProcessingElement pe, RmiCommand command);

    /// <summary>Has the host make a harmless call instead, which succeeds.</summary>
    protected static void Omit(ProcessingElement pe)
    {
        pe.X(0) = (ulong)RmiCommand.Features;
        pe.X(1) = 0;
    }

    protected static ulong Read(ProcessingElement pe, ulong address)
    {
        pe.Physical.Read(new PhysicalAddress(address, Pas.NonSecure), 8, out ulong value);
        return value;
    }

    protected static void Write(ProcessingElement pe, ulong address, ulong value) =>
        Assert.That(pe.Physical.Write(new PhysicalAddress(address, Pas.NonSecure), 8, value).Ok);
}
