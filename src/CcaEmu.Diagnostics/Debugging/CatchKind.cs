namespace CcaEmu.Diagnostics.Debugging;

/// <summary>Sorts of events that can be caught.</summary>
internal enum CatchKind
{
    Exception,
    Gpf,
    Switch,
    Rmi,
    Rsi,
    Psci,
    Smc,
}
