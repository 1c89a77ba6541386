using CcaEmu.Cpu;

namespace CcaEmu.Diagnostics.Faults;

/// <summary>Someone who hears of exceptions as records, those injected by software included.</summary>
public interface IExceptionObserver
{
    /// <summary>An exception was taken or injected.</summary>
    /// <param name="pe">The PE, at the target level.</param>
    /// <param name="exception">The exception.</param>
    void OnException(ProcessingElement pe, in ExceptionRecord exception);
}
