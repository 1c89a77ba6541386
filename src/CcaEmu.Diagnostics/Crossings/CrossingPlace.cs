using CcaEmu.Arm;
using CcaEmu.Diagnostics.Worlds;

namespace CcaEmu.Diagnostics.Crossings;

/// <summary>Levels of worlds as crossings tell them apart, by number. EL0 and EL1 of a guest are one place.</summary>
internal static class CrossingPlace
{
    public static int Of(SecurityState state, ExceptionLevel level) => (int)state * 4 + Math.Max((int)level, 1);

    public static string Name(int place) => WorldNames.Of((SecurityState)(place / 4), (ExceptionLevel)(place % 4));

    /// <summary>Name of a stay.</summary>
    public static string NameOfLeg(int from, int to, CrossingCause cause) => $"{Name(from)} → {Name(to)}: {cause}";
}
