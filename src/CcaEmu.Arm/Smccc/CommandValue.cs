namespace CcaEmu.Arm.Smccc;

/// <summary>One argument or result of a command.</summary>
/// <param name="Name">The name the specification gives it.</param>
/// <param name="Register">The general-purpose register that carries it, 1 to 17.</param>
/// <param name="Kind">How to show it.</param>
public readonly record struct CommandValue(string Name, int Register, CommandValueKind Kind);
