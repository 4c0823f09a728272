"""Opens a hub's nested tokens with jwcrypto alone, for jwcrypto.test.ts.

    open-nested.py keys        key pairs to receive tokens with: {alg: {"private": JWK, "public": JWK}}
    open-nested.py open        from standard input {"token", "alg", "key": JWK, "jwks"}, what the token says:
                               {"outer": JOSE header, "inner": JOSE header, "claims": object}

Everything is JSON on standard output. A token that does not open ends the program with an error.
"""

import json
import sys

from jwcrypto import jwe, jwk, jws


def make_keys():
    made = {
        "RSA-OAEP-256": jwk.JWK.generate(kty="RSA", size=2048, use="enc", alg="RSA-OAEP-256", kid="rsa-of-python"),
        "ECDH-ES": jwk.JWK.generate(kty="EC", crv="P-256", use="enc", alg="ECDH-ES", kid="ec-of-python"),
    }
    return {
        alg: {"private": json.loads(key.export_private()), "public": json.loads(key.export_public())}
        for alg, key in made.items()
    }


def open_token(wanted):
    outer = jwe.JWE(algs=[wanted["alg"], "A256GCM"])
    outer.deserialize(wanted["token"], jwk.JWK(**wanted["key"]))

    inner = jws.JWS()
    inner.allowed_algs = ["ES256"]
    inner.deserialize(outer.payload.decode("ascii"))
    keys = jwk.JWKSet.from_json(json.dumps(wanted["jwks"]))
    inner.verify(keys.get_key(inner.jose_header["kid"]), alg="ES256")
    return {
        "outer": outer.jose_header,
        "inner": inner.jose_header,
        "claims": json.loads(inner.payload.decode("utf-8")),
    }


if __name__ == "__main__":
    answer = make_keys() if sys.argv[1] == "keys" else open_token(json.load(sys.stdin))
    json.dump(answer, sys.stdout)
