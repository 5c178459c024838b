"""Kind c: encrypted files. `password` is what the case gives, if it gives one."""

import hashlib

from pikepdf import Encryption, Permissions

from corpus.paper import opened, raw, saved, sheets, simple, stream
from corpus.registry import again, makes

SESAME = "sésame"
NOTHING_ALLOWED = Permissions(
    extract=False,
    modify_annotation=False,
    modify_assembly=False,
    modify_form=False,
    modify_other=False,
    print_highres=False,
    print_lowres=False,
)


def encrypted(title, user, pages=2, **options):
    with opened(sheets(title, pages)) as pdf:
        return saved(
            pdf, encryption=Encryption(user=user, owner="propriétaire" if options.get("R", 6) > 4 else "owner", **options)
        )


@makes("encrypted-empty-user.pdf", "c", 2)
def empty_user():
    """AES-256 (R6), empty user password, copying and printing forbidden: any reader opens it."""
    return encrypted("Chiffré, à mot de passe vide", "", R=6, allow=NOTHING_ALLOWED)


@makes("encrypted-rc4-40.pdf", "c", 2)
def rc4_40():
    """RC4 of 40 bits (R2), empty user password."""
    return encrypted("Chiffré en RC4, 40 bits", "", R=2, aes=False, metadata=False)


@makes("encrypted-rc4-128.pdf", "c", 2)
def rc4_128():
    """RC4 of 128 bits (R3), empty user password, copying forbidden."""
    return encrypted("Chiffré en RC4, 128 bits", "", R=3, aes=False, metadata=False, allow=Permissions(extract=False))


@makes("encrypted-aes-128.pdf", "c", 2)
def aes_128():
    """AES of 128 bits (R4), empty user password."""
    return encrypted("Chiffré en AES, 128 bits", "", R=4)


@makes("encrypted-aes-128-clear-metadata.pdf", "c", 2)
def aes_128_clear():
    """AES of 128 bits (R4), /EncryptMetadata false."""
    return encrypted("Chiffré, métadonnées en clair", "", R=4, metadata=False)


@makes("encrypted-r5.pdf", "c", 2)
def r5():
    """AES-256 as Acrobat 9 wrote it (R5), empty user password."""
    return encrypted("Chiffré en AES, Acrobat 9", "", R=5)


@makes("encrypted-with-password.pdf", "c", 2, password=SESAME)
def with_password():
    """AES-256 (R6), a Unicode password, which the case gives."""
    return encrypted("Chiffré, mot de passe donné", SESAME, R=6)


@makes("encrypted-rc4-with-password.pdf", "c", 2, password="sesame")
def rc4_with_password():
    """RC4 of 128 bits, a password, which the case gives."""
    return encrypted("Chiffré en RC4, mot de passe donné", "sesame", R=3, aes=False, metadata=False)


@makes("encrypted-owner-password.pdf", "c", 2, password="owner")
def owner_password():
    """AES of 128 bits; the case gives the owner's password, not the user's."""
    return encrypted("Chiffré, mot de passe du propriétaire", "user", R=4)


again(
    "encrypted-no-password-given.pdf",
    "encrypted-with-password.pdf",
    outcome="refused",
    faults=["exhibit-encrypted"],
    password="",
    what="The same, and the case gives no password.",
)
again(
    "encrypted-wrong-password.pdf",
    "encrypted-with-password.pdf",
    outcome="refused",
    faults=["exhibit-wrong-password"],
    password="sesame",
    what="The same, and the case gives the password without its accent.",
)
again(
    "encrypted-password-not-needed.pdf",
    "encrypted-empty-user.pdf",
    outcome="taken",
    password="inutile",
    what="An empty user password, and the case gives another one: it opens anyway.",
)


def rc4(key, data):
    box, out, j = list(range(256)), bytearray(), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def rounds(key, data, count=20):
    for step in range(count):
        data = rc4(bytes(byte ^ step for byte in key), data)
    return data


def standard_handler(user, identity):
    """/O and /U of the standard handler, revision 4, 128 bits (ISO 32000-1, 7.6.3)."""
    owner = hashlib.md5((user + PADDING)[:32]).digest()
    for _ in range(50):
        owner = hashlib.md5(owner).digest()
    o = rounds(owner, (user + PADDING)[:32])
    key = hashlib.md5((user + PADDING)[:32] + o + (0xFFFFFFFC).to_bytes(4, "little") + identity).digest()
    for _ in range(50):
        key = hashlib.md5(key).digest()
    return o, rounds(key, hashlib.md5(PADDING + identity).digest()) + bytes(16)


@makes("encrypted-attachment-only.pdf", "c", either=["exhibit-encrypted"])
def attachment_only():
    """Only the attachment is encrypted, with a password nobody has: the pages are in clear."""
    identity = b"0123456789abcdef"
    o, u = standard_handler(b"secret", identity)
    objects = simple("Seule la pièce jointe est chiffrée")
    objects[1] = b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(joint) 6 0 R] >> >> >>"
    objects[6] = b"<< /Type /Filespec /F (joint.txt) /EF << /F 7 0 R >> >>"
    objects[7] = stream(bytes(range(64)), b"/Type /EmbeddedFile /Filter [/Crypt] /DecodeParms [<< /Name /StdCF >>]")
    objects[8] = (
        b"<< /Filter /Standard /V 4 /R 4 /Length 128 /P -4 /O <%s> /U <%s> /StmF /Identity /StrF /Identity /EFF /StdCF "
        b"/CF << /StdCF << /CFM /AESV2 /AuthEvent /EFOpen /Length 16 >> >> >>" % (o.hex().encode(), u.hex().encode())
    )
    return raw(
        objects,
        trailer=b"/Root 1 0 R /Encrypt 8 0 R /ID [<%s> <%s>]" % ((identity.hex().encode(),) * 2),
        start=b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n",
    )


@makes("encrypted-certificate.pdf", "c", refused=["exhibit-encrypted"])
def certificate():
    """Encrypted for the holder of a certificate: no password opens it."""
    objects = simple("Chiffré par certificat", contents=stream(bytes(range(200))))
    objects[6] = (
        b"<< /Filter /Adobe.PubSec /SubFilter /adbe.pkcs7.s5 /V 4 /Length 128 /StmF /DefaultCryptFilter /StrF /DefaultCryptFilter "
        b"/CF << /DefaultCryptFilter << /CFM /AESV2 /Recipients [<3082>] /EncryptMetadata true >> >> >>"
    )
    return raw(objects, trailer=b"/Root 1 0 R /Encrypt 6 0 R /ID [<00> <00>]")


@makes("encrypted-unknown-filter.pdf", "c", refused=["exhibit-encrypted", "exhibit-damaged"])
def unknown_filter():
    """A security handler no reader knows (a publisher's)."""
    objects = simple("Chiffré par un éditeur", contents=stream(bytes(range(200))))
    objects[6] = b"<< /Filter /EBX_HANDLER /V 1 /Length 64 >>"
    return raw(objects, trailer=b"/Root 1 0 R /Encrypt 6 0 R /ID [<00> <00>]")
