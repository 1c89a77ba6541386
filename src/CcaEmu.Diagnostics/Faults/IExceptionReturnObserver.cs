using CcaEmu.Arm;
using CcaEmu.Cpu;

namespace CcaEmu.Diagnostics.Faults;

/// <summary>Someone who hears of exception returns, before what they bring about is told: an exception that is injected by one, a call that it answers.</summary>
public interface IExceptionReturnObserver
{
    /// <summary>An exception return was made.</summary>
    /// <param name="pe">The PE, at the level returned to.</param>
    /// <param name="from">Level that executed ERET.</param>
    /// <param name="fromState">Security state it was in.</param>
    void OnReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState);
}
