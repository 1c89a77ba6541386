using CcaEmu.Arm;

namespace CcaEmu.Cpu;

/// <summary>Someone who hears of every exception and exception return of a PE, after it has happened.</summary>
/// <remarks>SMC calls, world switches and REC exits are all made of these two: trace, ledger and run digest are built on them alone.</remarks>
public interface IPeObserver
{
    /// <summary>An exception was taken; the PE is at the target level already.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="taken">Where it came from, where it went, and why.</param>
    void OnException(ProcessingElement pe, in ExceptionTaken taken);

    /// <summary>An exception return was made; the PE is at the level returned to.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="from">Level that executed ERET.</param>
    /// <param name="fromState">Security state it was in.</param>
    void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState);
}
