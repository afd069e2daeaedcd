<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

use Cotp\Polyfill\BaseUrl;
use Cotp\Polyfill\Body;
use Cotp\Polyfill\Names;
use Cotp\Polyfill\Tables;
use Cotp\Polyfill\Text;
use Cotp\Polyfill\Thrown;
use Cotp\Polyfill\Token;

/**
 * Creates signed callback URLs and verifies the callbacks that are posted to them. Parameters, results and exceptions are
 * documented in the extension's cotp.stub.php.
 */
final class CotpCallbackVerifier
{
    /** @var WeakMap<self, array<array-key, string>> The keys are not properties, so no dump of a verifier shows them. */
    private static WeakMap $keys;

    /** @var WeakMap<self, array<string, string>> */
    private static WeakMap $names;

    /**
     * @param array<array-key, mixed> $keys key id => secret; the first key signs, all keys verify
     * @param array<array-key, mixed> $wire the names in the body: callback.requestId, callback.status, callback.time
     */
    public function __construct(#[\SensitiveParameter] array $keys, array $wire = [])
    {
        self::$keys ??= new WeakMap();
        self::$names ??= new WeakMap();
        if (isset(self::$keys[$this])) {
            throw new Error('CotpCallbackVerifier::__construct() must not be called twice');
        }
        $secrets = array_filter($keys, is_string(...)); // by value, because the caller's array may contain references
        if (count($secrets) !== count($keys)) {
            throw new TypeError(self::argument('__construct', 1, 'keys', 'must contain only strings'));
        }
        self::refuse(2, 'wire', Names::fault($wire));
        self::refuse(1, 'keys', self::keysFault($secrets));
        self::refuse(2, 'wire', Names::collision($wire));
        self::$names[$this] = Names::of($wire);
        self::$keys[$this] = array_map(static fn (#[\SensitiveParameter] string $secret): string => $secret, $secrets);
    }

    public function url(string $baseUrl, string $reference, int $ttl = 2592000): string
    {
        $fault = BaseUrl::fault($baseUrl);
        if ($fault !== null) {
            throw new ValueError(self::argument('url', 1, 'baseUrl', $fault));
        }
        if (!Text::isReference($reference)) {
            $fault = 'must be 1 to 96 bytes of UTF-8 without control characters';
            throw new ValueError(self::argument('url', 2, 'reference', $fault));
        }
        if ($ttl < 1 || $ttl > Tables::CALLBACK_TTL) {
            $fault = 'must be between 1 and ' . Tables::CALLBACK_TTL . ' seconds';
            throw new ValueError(self::argument('url', 3, 'ttl', $fault));
        }
        $keys = self::$keys[$this];
        $keyId = (string) array_key_first($keys);
        $token = Token::make($keyId, $keys[$keyId], (string) (time() + $ttl), $reference, random_bytes(Token::NONCE));
        $url = $baseUrl . (str_contains($baseUrl, '?') ? '&' : '?') . 'cotp=' . $token;
        if (strlen($url) > Tables::CALLBACK_URL) {
            $fault = 'must leave room for the token: the complete URL must not be longer than 2048 bytes';
            throw new ValueError(self::argument('url', 1, 'baseUrl', $fault));
        }
        return $url;
    }

    public function verify(string $body, #[\SensitiveParameter] string $token, ?Closure $requestId = null): CotpCallback
    {
        $callback = $this->read($body, $token);
        return self::matches($callback, $requestId, 'verify', 3) ? $callback
            : throw CotpCallbackException::because('wrong_request');
    }

    public function verifyGlobals(?Closure $requestId = null): CotpCallback
    {
        $token = $_GET['cotp'] ?? null;
        $body = file_get_contents('php://input', false, null, 0, Body::LIMIT + 1);
        $callback = $this->read((string) $body, is_string($token) ? $token : '');
        return self::matches($callback, $requestId, 'verifyGlobals', 1) ? $callback
            : throw CotpCallbackException::because('wrong_request');
    }

    /** @return array<string, mixed> */
    public function __serialize(): array
    {
        throw new Exception("Serialization of 'CotpCallbackVerifier' is not allowed");
    }

    /** @param array<array-key, mixed> $data */
    public function __unserialize(array $data): void
    {
        throw new Exception("Unserialization of 'CotpCallbackVerifier' is not allowed");
    }

    public function __set(string $name, #[\SensitiveParameter] mixed $value): void
    {
        throw Thrown::atCaller(new Error("Cannot create dynamic property CotpCallbackVerifier::\$$name"));
    }

    public function __clone()
    {
        throw Thrown::atCaller(new Error('Trying to clone an uncloneable object of class CotpCallbackVerifier'));
    }

    /** Verifies everything except the request id. The order of the checks is part of the contract. */
    private function read(string $body, #[\SensitiveParameter] string $text): CotpCallback
    {
        if (strlen($body) > Body::LIMIT || strlen($text) > Token::LIMIT) {
            throw CotpCallbackException::because('too_large');
        }
        $token = Token::read($text) ?? throw CotpCallbackException::because('bad_token');
        $secret = self::$keys[$this][$token->keyId] ?? throw CotpCallbackException::because('unknown_key');
        if (!$token->isSignedWith($secret)) {
            throw CotpCallbackException::because('bad_signature');
        }
        if (time() >= $token->expiry) {
            throw CotpCallbackException::because('expired');
        }
        return Body::read($body, $token->reference, self::$names[$this]) ?? throw CotpCallbackException::because('bad_body');
    }

    private static function matches(CotpCallback $callback, ?Closure $requestId, string $method, int $number): bool
    {
        $known = $requestId === null ? null : $requestId($callback->reference);
        if ($known !== null && !is_string($known)) {
            throw new TypeError(self::argument($method, $number, 'requestId', 'must return a string or null'));
        }
        return $known === null || $known === $callback->requestId;
    }

    private static function refuse(int $number, string $name, ?string $fault): void
    {
        if ($fault !== null) {
            throw new ValueError(self::argument('__construct', $number, $name, $fault));
        }
    }

    /** @param array<array-key, string> $keys */
    private static function keysFault(#[\SensitiveParameter] array $keys): ?string
    {
        if ($keys === []) {
            return 'must contain at least one key';
        }
        foreach ($keys as $id => $secret) {
            if (!Text::isKeyId((string) $id)) {
                return 'must have key ids of 1 to 16 characters from A-Z, a-z, 0-9, "-" and "_" that are not whole numbers';
            }
            if (strlen($secret) < Tables::LEAST_SECRET) {
                return 'must contain only secrets of at least 32 bytes';
            }
        }
        return null;
    }

    private static function argument(string $method, int $number, string $name, string $fault): string
    {
        return "CotpCallbackVerifier::$method(): Argument #$number (\$$name) $fault";
    }
}
