using CcaEmu.Cpu;

namespace CcaEmu.Diagnostics.Calls;

/// <summary>Someone who hears of SMCs as calls and returns.</summary>
public interface ICallObserver
{
    /// <summary>A call was made; the PE is at the level that answers it.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="call">The call, <see cref="CallOutcome.Pending"/> or <see cref="CallOutcome.OneWay"/>.</param>
    void OnCall(ProcessingElement pe, in CallRecord call);

    /// <summary>A call has ended; the PE is back at the caller.</summary>
    /// <param name="pe">The PE that the caller goes on with.</param>
    /// <param name="call">
    /// The call, <see cref="CallOutcome.Returned"/>, <see cref="CallOutcome.Repeated"/> or <see cref="CallOutcome.Abandoned"/>.
    /// </param>
    void OnReturn(ProcessingElement pe, in CallRecord call);
}
