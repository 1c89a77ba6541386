using System.Collections.Frozen;
using System.Numerics;

namespace CcaEmu.Arm.A64;

/// <summary>
/// SIMD&amp;FP operands of the encoding table. Each combination of register, form and index is a value of <see cref="OperandField"/>
/// above all named members, so that lines and aliases list them among the others.
/// </summary>
/// <remarks>
/// How a line writes them (letters of registers: d n m a t, and u for Rt2):
/// <list type="table">
/// <item><term><c>Bd Hn Sm Dt Qu</c></term><description>scalar of fixed size</description></item>
/// <item><term><c>Fd Cd Zd</c></term><description>scalar by ftype (23:22: S, D, -, H), by opc of FCVT (16:15, the same), by sz (bit 22: S, D)</description></item>
/// <item><term><c>Vd Ld Id Jd Ed</c></term><description>scalar by size (23:22), size + 1, immh, immh + 1, imm5</description></item>
/// <item><term><c>Mt Pt</c></term><description>scalar of a load or store: size by bit 23 and bits 31:30; pair or literal, S D Q by bits 31:30</description></item>
/// <item><term><c>Vd.16B</c></term><description>vector of fixed shape: 8B 16B 4H 8H 2S 4S 1D 2D 1Q 4B 2H</description></item>
/// <item><term><c>Vd.B .H .S .D .HH</c></term><description>vector of fixed element size, 64 or 128 bits by Q; halfwords in half of that</description></item>
/// <item><term><c>Vd.T .W .P</c></term><description>vector by size:Q; of size + 1 in 128 bits; of size + 1 by Q</description></item>
/// <item><term><c>Vd.F .FW .FN .F2</c></term><description>vector by sz:Q; of sz + 1 as 4S or 2D; of the half of that by Q (4H 8H 2S 4S); a pair 2S or 2D</description></item>
/// <item><term><c>Vd.I .IW .E .M</c></term><description>vector by immh:Q; of immh + 1 in 128 bits; by imm5:Q; by size in bits 11:10 and Q</description></item>
/// <item><term><c>Vm.T[hlm]</c></term><description>element: B H S D, T by size, F by sz, E by imm5, or 4B and 2H; index imm5, imm4, hlm (by the element's size), hl, h,
/// lane (Q:S:size), imm2 (13:12), 1</description></item>
/// <item><term><c>{Vt.M*3}</c></term><description>list of registers in sequence; <c>{Vt.S*2}[lane]</c> the same element of each</description></item>
/// </list>
/// </remarks>
internal static class VectorField
{
    // A value: register in bits 2:0, form in 8:3, index in 12:9, length of a list less one in 14:13, list, vector.
    private const int FormShift = 3;
    private const int IndexShift = 9;
    private const int LengthShift = 13;
    private const int List = 1 << 15;
    private const int Vector = 1 << 16;
    private const string Registers = "dnmatu";

    private static readonly FrozenDictionary<char, VectorForm> Scalars = new Dictionary<char, VectorForm>
    {
        ['B'] = VectorForm.ScalarB,
        ['H'] = VectorForm.ScalarH,
        ['S'] = VectorForm.ScalarS,
        ['D'] = VectorForm.ScalarD,
        ['Q'] = VectorForm.ScalarQ,
        ['F'] = VectorForm.ScalarFtype,
        ['C'] = VectorForm.ScalarOpc,
        ['Z'] = VectorForm.ScalarSz,
        ['V'] = VectorForm.ScalarSize,
        ['L'] = VectorForm.ScalarSizeWide,
        ['I'] = VectorForm.ScalarImmh,
        ['J'] = VectorForm.ScalarImmhWide,
        ['E'] = VectorForm.ScalarImm5,
        ['M'] = VectorForm.ScalarMemory,
        ['P'] = VectorForm.ScalarPair,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, VectorForm> Vectors = new Dictionary<string, VectorForm>
    {
        ["8B"] = VectorForm.V8B,
        ["16B"] = VectorForm.V16B,
        ["4H"] = VectorForm.V4H,
        ["8H"] = VectorForm.V8H,
        ["2S"] = VectorForm.V2S,
        ["4S"] = VectorForm.V4S,
        ["1D"] = VectorForm.V1D,
        ["2D"] = VectorForm.V2D,
        ["1Q"] = VectorForm.V1Q,
        ["4B"] = VectorForm.V4B,
        ["2H"] = VectorForm.V2H,
        ["B"] = VectorForm.ByQB,
        ["H"] = VectorForm.ByQH,
        ["S"] = VectorForm.ByQS,
        ["D"] = VectorForm.ByQD,
        ["HH"] = VectorForm.HalfByQH,
        ["T"] = VectorForm.BySize,
        ["W"] = VectorForm.WideSize,
        ["P"] = VectorForm.LongSize,
        ["F"] = VectorForm.BySz,
        ["FW"] = VectorForm.WideSz,
        ["FN"] = VectorForm.NarrowSz,
        ["F2"] = VectorForm.PairSz,
        ["I"] = VectorForm.ByImmh,
        ["IW"] = VectorForm.WideImmh,
        ["E"] = VectorForm.ByImm5,
        ["M"] = VectorForm.ByMemorySize,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, VectorForm> Elements = new Dictionary<string, VectorForm>
    {
        ["B"] = VectorForm.ElementB,
        ["H"] = VectorForm.ElementH,
        ["S"] = VectorForm.ElementS,
        ["D"] = VectorForm.ElementD,
        ["T"] = VectorForm.ElementSize,
        ["F"] = VectorForm.ElementSz,
        ["E"] = VectorForm.ElementImm5,
        ["4B"] = VectorForm.V4B,
        ["2H"] = VectorForm.V2H,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, VectorIndex> Indexes = new Dictionary<string, VectorIndex>
    {
        ["1"] = VectorIndex.One,
        ["imm5"] = VectorIndex.Imm5,
        ["imm4"] = VectorIndex.Imm4,
        ["hlm"] = VectorIndex.ByElement,
        ["hl"] = VectorIndex.HL,
        ["h"] = VectorIndex.H,
        ["lane"] = VectorIndex.Lane,
        ["imm2"] = VectorIndex.Imm2,
    }.ToFrozenDictionary();

    /// <summary>Reads an operand as a line of the table writes it: a name of <see cref="OperandField"/> or a SIMD&amp;FP register.</summary>
    /// <exception cref="ArgumentException">There is no such operand: the table is wrong.</exception>
    internal static OperandField Parse(string text) => text switch
    {
        ['{', 'V', var t, '.', ..] => ParseList(t, text[4..]),
        ['V', var r, '.', ..] => ParseVector(r, text[3..], 1),
        [var form, var r] when Scalars.TryGetValue(form, out VectorForm scalar) && Registers.Contains(r) => Make(r, scalar, VectorIndex.None, 1),
        _ => Enum.Parse<OperandField>(text),
    };

    internal static bool IsVector(OperandField field) => (int)field >= Vector;

    internal static bool IsList(OperandField field) => ((int)field & List) != 0;

    internal static int ListLength(OperandField field) => ((int)field >> LengthShift & 3) + 1;

    /// <summary>The register of a word that an operand names, without an index.</summary>
    internal static SimdRegister RegisterOf(OperandField field, uint word)
    {
        (int size, int lanes) = Shape(FormOf(field), word);
        int number = (int)(word >> RegisterPositions[(int)field & 7] & 31);
        if (IndexOf(field) == VectorIndex.ByElement && size == 1)
            number &= 15;
        return new SimdRegister((byte)number, (byte)size, (byte)lanes);
    }

    /// <summary>Whether an operand names an element, not a whole register.</summary>
    internal static bool IsElement(OperandField field) => IndexOf(field) != VectorIndex.None;

    /// <summary>The index of the element that an operand of a word names.</summary>
    internal static int ElementIndexOf(OperandField field, uint word)
    {
        int h = (int)(word >> 11 & 1), l = (int)(word >> 21 & 1), m = (int)(word >> 20 & 1);
        int size = Shape(FormOf(field), word).SizeLog2;
        return IndexOf(field) switch
        {
            VectorIndex.One => 1,
            VectorIndex.Imm5 => (int)(word >> 16 & 31) >> (size + 1),
            VectorIndex.Imm4 => (int)(word >> 11 & 15) >> size,
            VectorIndex.ByElement => size switch { 1 => h << 2 | l << 1 | m, 2 => h << 1 | l, _ => h },
            VectorIndex.HL => h << 1 | l,
            VectorIndex.H => h,
            VectorIndex.Lane => (int)((word >> 30 & 1) << 3 | word >> 10 & 7) >> size,
            VectorIndex.Imm2 => (int)(word >> 12 & 3),
            _ => 0,
        };
    }

    /// <summary>log2 of the bytes of an element or a scalar, and the number of elements (0 for scalars and single elements).</summary>
    private static (int SizeLog2, int Lanes) Shape(VectorForm form, uint word) => form switch
    {
        <= VectorForm.ScalarPair => (ScalarSize(form, word), 0),
        <= VectorForm.V2H => FixedShape(form),
        <= VectorForm.ByQD => ByQ(form - VectorForm.ByQB, word),
        <= VectorForm.ByMemorySize => ShapeByField(form, word),
        <= VectorForm.ElementD => (form - VectorForm.ElementB, 0),
        VectorForm.ElementSize => (Size(word), 0),
        VectorForm.ElementSz => (Sz(word) + 2, 0),
        VectorForm.HalfByQH => (1, (word & 1u << 30) != 0 ? 4 : 2),
        _ => (Imm5Size(word), 0),
    };

    private static int ScalarSize(VectorForm form, uint word) => form switch
    {
        <= VectorForm.ScalarQ => form - VectorForm.ScalarB,
        VectorForm.ScalarFtype => FloatSize(word >> 22 & 3),
        VectorForm.ScalarOpc => FloatSize(word >> 15 & 3),
        VectorForm.ScalarSz => Sz(word) + 2,
        VectorForm.ScalarSize => Size(word),
        VectorForm.ScalarSizeWide => Math.Min(Size(word) + 1, 4),
        VectorForm.ScalarImmh => ImmhSize(word),
        VectorForm.ScalarImmhWide => Math.Min(ImmhSize(word) + 1, 4),
        VectorForm.ScalarImm5 => Imm5Size(word),
        VectorForm.ScalarMemory => Math.Min((int)(word >> 23 & 1) << 2 | (int)(word >> 30), 4),
        _ => Math.Min((int)(word >> 30) + 2, 4),
    };

    private static (int SizeLog2, int Lanes) FixedShape(VectorForm form) => form switch
    {
        VectorForm.V8B => (0, 8),
        VectorForm.V16B => (0, 16),
        VectorForm.V4H => (1, 4),
        VectorForm.V8H => (1, 8),
        VectorForm.V2S => (2, 2),
        VectorForm.V4S => (2, 4),
        VectorForm.V1D => (3, 1),
        VectorForm.V2D => (3, 2),
        VectorForm.V1Q => (4, 1),
        VectorForm.V4B => (0, 4),
        _ => (1, 2),
    };

    private static (int SizeLog2, int Lanes) ShapeByField(VectorForm form, uint word) => form switch
    {
        VectorForm.BySize => ByQ(Size(word), word),
        VectorForm.WideSize => Full(Size(word) + 1),
        VectorForm.LongSize => ByQ(Math.Min(Size(word) + 1, 3), word),
        VectorForm.BySz => ByQ(Sz(word) + 2, word),
        VectorForm.WideSz => Full(Sz(word) + 2),
        VectorForm.NarrowSz => ByQ(Sz(word) + 1, word),
        VectorForm.PairSz => (Sz(word) + 2, 2),
        VectorForm.ByImmh => ByQ(ImmhSize(word), word),
        VectorForm.WideImmh => Full(Math.Min(ImmhSize(word) + 1, 4)),
        VectorForm.ByImm5 => ByQ(Imm5Size(word), word),
        _ => ByQ((int)(word >> 10 & 3), word),
    };

    private static (int SizeLog2, int Lanes) ByQ(int sizeLog2, uint word) => (sizeLog2, (int)(8 << (int)(word >> 30 & 1)) >> sizeLog2);

    private static (int SizeLog2, int Lanes) Full(int sizeLog2) => (sizeLog2, 16 >> sizeLog2);

    private static int Size(uint word) => (int)(word >> 22 & 3);

    private static int Sz(uint word) => (int)(word >> 22 & 1);

    private static int FloatSize(uint type) => type == 3 ? 1 : (int)type + 2;

    // The highest set bit of immh and the lowest of imm5; the table's rules exclude words where there is none.
    private static int ImmhSize(uint word) => 31 - BitOperations.LeadingZeroCount(word >> 19 & 15 | 1);

    private static int Imm5Size(uint word) => BitOperations.TrailingZeroCount(word >> 16 & 15 | 8);

    private static ReadOnlySpan<byte> RegisterPositions => [0, 5, 16, 10, 0, 10];

    private static VectorForm FormOf(OperandField field) => (VectorForm)((int)field >> FormShift & 63);

    private static VectorIndex IndexOf(OperandField field) => (VectorIndex)((int)field >> IndexShift & 15);

    private static OperandField ParseList(char register, string rest)
    {
        int end = rest.IndexOf('}', StringComparison.Ordinal);
        int star = rest.IndexOf('*', StringComparison.Ordinal);
        int length = star < 0 ? 1 : rest[star + 1] - '0';
        OperandField one = ParseVector(register, rest[..(star < 0 ? end : star)] + rest[(end + 1)..], length);
        return (OperandField)((int)one | List);
    }

    private static OperandField ParseVector(char register, string shape, int length)
    {
        int bracket = shape.IndexOf('[', StringComparison.Ordinal);
        return bracket < 0
            ? Make(register, Find(Vectors, shape), VectorIndex.None, length)
            : Make(register, Find(Elements, shape[..bracket]), Find(Indexes, shape[(bracket + 1)..^1]), length);
    }

    private static TValue Find<TValue>(FrozenDictionary<string, TValue> names, string name) =>
        names.TryGetValue(name, out TValue? value) ? value : throw new ArgumentException($"no such form of a vector operand: {name}", nameof(name));

    private static OperandField Make(char register, VectorForm form, VectorIndex index, int length)
    {
        int number = Registers.IndexOf(register, StringComparison.Ordinal);
        return (OperandField)(Vector | (length - 1) << LengthShift | (int)index << IndexShift | (int)form << FormShift | number);
    }
}
