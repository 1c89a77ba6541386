using CcaEmu.Arm.Registers;

namespace CcaEmu.Cpu;

/// <summary>The GIC CPU interface of a PE, as the PE sees it: what answers the ICC_*, ICV_* and ICH_* system registers.</summary>
/// <remarks>
/// <para>The PE decides who may access a register and what traps it; what comes here is carried out. In the other direction the interface
/// drives <see cref="ProcessingElement.SetGroupSignal"/> and the virtual lines of <see cref="ProcessingElement.SetInterruptLine"/>, from
/// inside a call or at any other time between two instructions.</para>
/// <para>Arm GIC architecture (IHI 0069), "AArch64 System register descriptions".</para>
/// </remarks>
public interface ICpuInterface
{
    /// <summary>Reads a register; IAR0 and IAR1 acknowledge an interrupt by it.</summary>
    /// <param name="pe">The PE, whose level and security state choose the view.</param>
    /// <param name="register">ICC_SRE_EL1 to ICH_LR15_EL2.</param>
    /// <param name="isVirtual">An ICC_* name at EL1 that means the ICV_* register.</param>
    ulong Read(ProcessingElement pe, SystemRegister register, bool isVirtual);

    /// <summary>Reads ICH_LR0_EL2 and up.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="values">Takes the first so many; 16 at most.</param>
    void ReadListRegisters(ProcessingElement pe, Span<ulong> values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = Read(pe, SystemRegister.ICH_LR0_EL2 + (ushort)i, false);
    }

    /// <summary>Writes a register.</summary>
    /// <param name="pe">The PE, whose level and security state choose the view.</param>
    /// <param name="register">ICC_SRE_EL1 to ICH_LR15_EL2; read-only ones ignore it.</param>
    /// <param name="value">The value, with the register's RES0 bits clear.</param>
    /// <param name="isVirtual">An ICC_* name at EL1 that means the ICV_* register.</param>
    void Write(ProcessingElement pe, SystemRegister register, ulong value, bool isVirtual);

    /// <summary>Puts the interface into its reset state; the PE is being reset.</summary>
    void Reset();
}
