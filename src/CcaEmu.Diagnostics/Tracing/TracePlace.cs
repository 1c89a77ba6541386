using CcaEmu.Arm;
using CcaEmu.Diagnostics.Worlds;

namespace CcaEmu.Diagnostics.Tracing;

/// <summary>Where something happened.</summary>
/// <param name="PeIndex">Number of the PE.</param>
/// <param name="State">Security state.</param>
/// <param name="Level">Exception level.</param>
/// <param name="Realm">Number of the Realm it belongs to, in the order of creation from 0; -1 for none. Known where RMI calls were seen.</param>
/// <param name="Rec">Number of the REC in its Realm, in the order of creation from 0; -1 for none.</param>
public readonly record struct TracePlace(int PeIndex, SecurityState State, ExceptionLevel Level, int Realm = -1, int Rec = -1)
{
    /// <summary>World and level, for example <c>R-EL1</c>.</summary>
    public string World => WorldNames.Of(State, Level);
}
