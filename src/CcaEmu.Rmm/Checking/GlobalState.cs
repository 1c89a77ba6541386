using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;

namespace CcaEmu.Rmm.Checking;

/// <summary>What the RMM knows beside granules and the objects in them: no command that fails may change it.</summary>
/// <param name="State">Lifecycle of the RMM.</param>
/// <param name="Granule">RMI granule size.</param>
/// <param name="TrackingRegionSize">Size of tracking regions.</param>
/// <param name="IsPlatformTokenValid">Whether Realms can be made.</param>
/// <param name="NumRealms">How many there are.</param>
/// <param name="Vmids">How many VMIDs are taken.</param>
/// <param name="Tracking">States of tracking regions that a host has set.</param>
/// <param name="Operations">Handles of operations, and what they wait for.</param>
internal readonly record struct GlobalState(
    RmmState State, TranslationGranule Granule, ulong TrackingRegionSize, bool IsPlatformTokenValid, int NumRealms, int Vmids, ulong Tracking, ulong Operations)
{
    /// <summary>As it is now.</summary>
    public static GlobalState Of(RmmContext rmm)
    {
        ulong operations = 0;
        foreach (Operations.StatefulOperation operation in rmm.Operations.All)
            operations = ulong.RotateLeft(operations ^ operation.Handle, 7) + (ulong)operation.State;
        return new(rmm.State, rmm.RmiGranule, rmm.TrackingRegionSize, rmm.IsPlatformTokenValid, rmm.NumRealms, rmm.Vmids.Count,
            rmm.Granules.Tracking.Digest, operations);
    }
}
