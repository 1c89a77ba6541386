namespace CcaEmu.WholeMachine.Tests.Conformance;

/// <summary>One behaviour that software relies on, and what shows it.</summary>
/// <param name="Number">Its number in the list.</param>
/// <param name="Behaviour">What holds.</param>
/// <param name="Shown">
/// Each a test, <c>Project/Folder/Class.Method</c> below <c>tests/CcaEmu.</c> (<c>*</c> for all of a class); or <c>file: text</c> for a case of native firmware
/// or a row of a table.
/// </param>
internal sealed record ChecklistLine(int Number, string Behaviour, params string[] Shown);
