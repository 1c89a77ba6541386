using CsCheck;

namespace CcaEmu.Arm.Tests;

/// <summary>Generators the tests of this room share.</summary>
internal static class Choose
{
    internal static Gen<T> From<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
