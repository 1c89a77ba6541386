namespace CcaEmu.Memory;

/// <summary>Someone who keeps host pointers to pages of RAM, which are good only while a page stays laid out for one encryption context.</summary>
public interface IEncryptionObserver
{
    /// <summary>A page to which host pointers were handed out is laid out for another context now, or a context has another key.</summary>
    void OnContextChanged();
}
