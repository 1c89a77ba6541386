using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security;
using System.Text;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;

namespace CcaEmu.Diagnostics.Debugging;

/// <summary>The registers as GDB numbers them, and the target description that tells it so.</summary>
/// <remarks>GDB manual, "Target Descriptions", "AArch64 Features": core and fpu have fixed contents; system registers are a feature of their own, by Arm's names.</remarks>
internal sealed class GdbRegisters
{
    private const int Sp = 31, Pc = 32, Cpsr = 33, FirstVector = 34, Fpsr = 66, Fpcr = 67, FirstSystem = 68;
    private const ulong Nzcv = 0xF000_0000, Daif = 0x3C0;

    private readonly SystemRegisterInfo[] _system;

    public GdbRegisters(PeFeatures features)
    {
        _system = [.. SystemRegisterTable.All.Where(info => features.Has(info.Feature) && info.CanRead
            && info.AliasOf == SystemRegister.None && info.Register is not (SystemRegister.None or SystemRegister.FPCR or SystemRegister.FPSR)
            && !ReadingActs(info))];
        Description = Encoding.UTF8.GetBytes(Describe());
    }

    /// <summary>target.xml.</summary>
    public byte[] Description { get; }

    /// <summary>What a g packet carries: everything but system registers, which GDB asks for one by one.</summary>
    public string ReadGeneral(ProcessingElement pe)
    {
        var text = new StringBuilder();
        for (int number = 0; number < FirstSystem; number++)
            text.Append(Read(pe, number));
        return text.ToString();
    }

    /// <summary>Sets what a G packet carries.</summary>
    /// <returns>Whether it had the right length and nothing that cannot be set.</returns>
    public bool WriteGeneral(ProcessingElement pe, ReadOnlySpan<byte> values)
    {
        int length = Enumerable.Range(0, FirstSystem).Sum(SizeOf);
        if (values.Length != length)
            return false;
        bool all = true;
        for (int number = 0; number < FirstSystem; number++)
        {
            all &= Write(pe, number, values[..SizeOf(number)]);
            values = values[SizeOf(number)..];
        }
        return all;
    }

    /// <summary>One register in hexadecimal, the lowest byte first; null where there is none of that number.</summary>
    public string? Read(ProcessingElement pe, int number)
    {
        if (number < 0 || number >= FirstSystem + _system.Length)
            return null;
        if (number is >= FirstVector and < Fpsr)
        {
            Vector128<byte> vector = pe.V(number - FirstVector);
            return Convert.ToHexStringLower(MemoryMarshal.AsBytes(new ReadOnlySpan<Vector128<byte>>(in vector)));
        }
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, number switch
        {
            < Sp => pe.X(number),
            Sp => pe.GetStackPointer(StackOf(pe)),
            Pc => pe.PC,
            Cpsr => pe.Pstate,
            Fpsr => pe[SystemRegister.FPSR],
            Fpcr => pe[SystemRegister.FPCR],
            _ => pe[_system[number - FirstSystem].Register],
        });
        return Convert.ToHexStringLower(bytes[..SizeOf(number)]);
    }

    /// <summary>Sets one register. Of CPSR, the condition flags and the masks can be set; level and mode cannot.</summary>
    /// <returns>Whether it was set.</returns>
    public bool Write(ProcessingElement pe, int number, ReadOnlySpan<byte> bytes)
    {
        if (number < 0 || number >= FirstSystem + _system.Length || bytes.Length != SizeOf(number))
            return false;
        if (number is >= FirstVector and < Fpsr)
        {
            pe.V(number - FirstVector) = MemoryMarshal.Read<Vector128<byte>>(bytes);
            return true;
        }
        ulong value = bytes.Length == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        switch (number)
        {
            case < Sp: pe.X(number) = value; return true;
            case Sp: pe.SetStackPointer(StackOf(pe), value); return true;
            case Pc: pe.PC = value; return true;
            case Fpsr: pe[SystemRegister.FPSR] = value; return true;
            case Fpcr: pe[SystemRegister.FPCR] = value; return true;
            case Cpsr when ((value ^ pe.Pstate) & ~(Nzcv | Daif)) != 0: return false;
            case Cpsr:
                pe.Nzcv = (int)(value >> 28);
                pe.Daif = (int)(value >> 6) & 0xF;
                return true;
            default:
                if (_system[number - FirstSystem].Access == SystemRegisterAccess.ReadOnly)
                    return false;
                pe[_system[number - FirstSystem].Register] = value;
                return true;
        }
    }

    // To read them is to take an interrupt or a random number.
    private static bool ReadingActs(SystemRegisterInfo info) => info.ReadHasEffect || info.Register is SystemRegister.RNDR or SystemRegister.RNDRRS;

    private static Arm.ExceptionLevel StackOf(ProcessingElement pe) => pe.SpSel ? pe.CurrentLevel : Arm.ExceptionLevel.EL0;

    private static int SizeOf(int number) => number switch
    {
        Cpsr or Fpsr or Fpcr => 4,
        >= FirstVector and < Fpsr => 16,
        _ => 8,
    };

    private string Describe()
    {
        var xml = new StringBuilder("""
            <?xml version="1.0"?><!DOCTYPE target SYSTEM "gdb-target.dtd"><target><architecture>aarch64</architecture>
            <feature name="org.gnu.gdb.aarch64.core">
            """);
        for (int i = 0; i < Sp; i++)
            xml.Append(System.Globalization.CultureInfo.InvariantCulture, $"<reg name=\"x{i}\" bitsize=\"64\"/>");
        xml.Append("""
            <reg name="sp" bitsize="64" type="data_ptr"/><reg name="pc" bitsize="64" type="code_ptr"/>
            <flags id="cpsr_flags" size="4"><field name="SP" start="0" end="0"/><field name="EL" start="2" end="3"/><field name="nRW" start="4" end="4"/>
            <field name="F" start="6" end="6"/><field name="I" start="7" end="7"/><field name="A" start="8" end="8"/><field name="D" start="9" end="9"/>
            <field name="BTYPE" start="10" end="11"/><field name="SSBS" start="12" end="12"/><field name="IL" start="20" end="20"/><field name="SS" start="21" end="21"/>
            <field name="PAN" start="22" end="22"/><field name="UAO" start="23" end="23"/><field name="DIT" start="24" end="24"/>
            <field name="V" start="28" end="28"/><field name="C" start="29" end="29"/><field name="Z" start="30" end="30"/><field name="N" start="31" end="31"/></flags>
            <reg name="cpsr" bitsize="32" type="cpsr_flags"/></feature>
            <feature name="org.gnu.gdb.aarch64.fpu">
            <vector id="v2d" type="ieee_double" count="2"/><vector id="v2u" type="uint64" count="2"/>
            <vector id="v4f" type="ieee_single" count="4"/><vector id="v4u" type="uint32" count="4"/>
            <vector id="v8u" type="uint16" count="8"/><vector id="v16u" type="uint8" count="16"/>
            <union id="aarch64v"><field name="d" type="v2d"/><field name="q" type="v2u"/><field name="f" type="v4f"/><field name="s" type="v4u"/>
            <field name="h" type="v8u"/><field name="b" type="v16u"/></union>
            """);
        for (int i = 0; i < 32; i++)
            xml.Append(System.Globalization.CultureInfo.InvariantCulture, $"<reg name=\"v{i}\" bitsize=\"128\" type=\"aarch64v\"/>");
        xml.Append("""
            <reg name="fpsr" bitsize="32"/><reg name="fpcr" bitsize="32"/></feature>
            <feature name="org.ccaemu.aarch64.system">
            """);
        foreach (SystemRegisterInfo info in _system)
            xml.Append(System.Globalization.CultureInfo.InvariantCulture, $"<reg name=\"{SecurityElement.Escape(info.Name)}\" bitsize=\"64\" group=\"system\"/>");
        return xml.Append("</feature></target>").ToString();
    }
}
