using System.Text;

namespace CcaEmu.Hypervisor.Images.Dwarf;

/// <summary>Reads attribute forms as line tables use them.</summary>
/// <remarks>DWARF Version 5, section 7.5.6 "Form Encodings" and 6.2.4.1.</remarks>
internal static class DwarfForms
{
    private const int LongestText = 4096;

    /// <summary>One value: a text, a number, or neither for forms that name no file.</summary>
    public static (string Text, ulong Number) Read(ref DwarfReader reader, ulong form, bool is64, in DwarfSections sections)
    {
        switch (form)
        {
            case 0x08: // DW_FORM_string
                return (reader.Text(), 0);
            case 0x1F: // DW_FORM_line_strp
                return (At(sections.LineStrings.Span, reader.Offset(is64)), 0);
            case 0x0E: // DW_FORM_strp
                return (At(sections.Strings.Span, reader.Offset(is64)), 0);
            case 0x0B: // DW_FORM_data1
                return ("", reader.U8());
            case 0x05: // DW_FORM_data2
                return ("", reader.U16());
            case 0x06: // DW_FORM_data4
                return ("", reader.U32());
            case 0x07: // DW_FORM_data8
                return ("", reader.U64());
            case 0x0F: // DW_FORM_udata
                return ("", reader.Uleb());
            case 0x1E: // DW_FORM_data16: an MD5 sum
                reader.Take(16);
                return ("", 0);
            case 0x09: // DW_FORM_block
                reader.Take(reader.Uleb());
                return ("", 0);
            default:
                reader.Take(ulong.MaxValue); // a form that no length is known of ends the table
                return ("", 0);
        }
    }

    private static string At(ReadOnlySpan<byte> strings, ulong offset)
    {
        if (offset >= (ulong)strings.Length)
            return "?";
        ReadOnlySpan<byte> rest = strings[(int)offset..];
        int length = rest[..Math.Min(rest.Length, LongestText)].IndexOf((byte)0);
        return length < 0 ? "?" : Encoding.UTF8.GetString(rest[..length]);
    }
}
