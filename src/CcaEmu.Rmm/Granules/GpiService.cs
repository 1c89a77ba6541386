using CcaEmu.Arm.RmmEl3;

namespace CcaEmu.Rmm.Granules;

/// <summary>What the RMM knows of the monitor's ways to change GPIs: asked once, for the answer cannot change.</summary>
/// <remarks>FIRME, granule management; without it there are RMM_GTSI_DELEGATE and -UNDELEGATE of RMM-EL3 communication interface 2.0.</remarks>
internal sealed class GpiService
{
    private const ulong GranuleManagementVersion = 0x1_0000;

    /// <summary>Whether runs of granules are moved with one call; null until the monitor has been asked.</summary>
    public bool? IsFirmeOffered { get; private set; }

    /// <summary>Takes the monitor's answer to <see cref="FirmeCommand.ServiceVersion"/>.</summary>
    /// <param name="x0">Its X0.</param>
    public void Learn(ulong x0) => IsFirmeOffered = x0 == GranuleManagementVersion;
}
