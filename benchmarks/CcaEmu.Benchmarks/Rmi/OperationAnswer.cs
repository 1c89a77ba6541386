using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;

namespace CcaEmu.Benchmarks.Rmi;

/// <summary>What a host says to operations: it donates the same memory each time, takes it back, and continues; or cancels instead of donating.</summary>
/// <param name="donations">A page with a list of one descriptor: all that is ever asked for.</param>
/// <param name="returns">A page for what comes back.</param>
/// <param name="cancels">Whether it cancels.</param>
internal sealed class OperationAnswer(ulong donations, ulong returns, bool cancels = false)
{
    private ulong _handle;

    /// <summary>Sets the registers of the next command about the operation under way, with the results of the last one in them.</summary>
    /// <returns>False where the last command has not become an operation, or the operation is at its end.</returns>
    public bool Set(ProcessingElement pe)
    {
        var result = new RmiResult(pe.X(0));
        if (result.Status != RmiStatus.Incomplete)
        {
            _handle = 0;
            return false;
        }
        if (_handle == 0)
            _handle = pe.X(1);
        switch (result.MemoryRequest)
        {
            case RmiMemoryRequest.Donate when cancels: CommandHost.Set(pe, RmiCommand.OpCancel, _handle); break;
            case RmiMemoryRequest.Donate: CommandHost.Set(pe, RmiCommand.OpMemDonate, _handle, donations, 1); break;
            case RmiMemoryRequest.Reclaim: CommandHost.Set(pe, RmiCommand.OpMemReclaim, _handle, returns, 8); break;
            default: CommandHost.Set(pe, RmiCommand.OpContinue, _handle); break;
        }
        return true;
    }
}
