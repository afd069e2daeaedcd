<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

/** @internal Why no response arrived, in our own words, as in cotp_http_reason.c. The numbers are libcurl's. */
final class Reason
{
    private const UNSUPPORTED_PROTOCOL = 1;
    private const COULDNT_RESOLVE_PROXY = 5;
    private const COULDNT_RESOLVE_HOST = 6;
    private const COULDNT_CONNECT = 7;
    private const WEIRD_SERVER_REPLY = 8;
    private const HTTP2 = 16;
    private const WRITE_ERROR = 23;
    private const OUT_OF_MEMORY = 27;
    private const SSL_CONNECT_ERROR = 35;
    private const ABORTED_BY_CALLBACK = 42;
    private const PEER_FAILED_VERIFICATION = 60;
    private const SEND_FAIL_REWIND = 65;
    private const SSL_CACERT_BADFILE = 77;
    private const HTTP2_STREAM = 92;
    private const PROXY = 97;
    private const TOO_LARGE = 100;

    private readonly int $code;
    private readonly int $proxyStatus;

    public function __construct(#[\SensitiveParameter] private readonly Settings $settings, #[\SensitiveParameter] private readonly Attempt $attempt)
    {
        $this->code = $attempt->code;
        $this->proxyStatus = (int) curl_getinfo($attempt->curl, CURLINFO_HTTP_CONNECTCODE);
    }

    /** Returns null if only libcurl's text says more. */
    public function text(): ?string
    {
        return ($this->attempt->isRequestSent ? $this->afterSending() : null) ?? $this->ofCode();
    }

    public function isProxy(): bool
    {
        if ($this->attempt->isRequestSent) {
            return false; // a tunnel was open
        }
        return $this->tunnelWasRefused() || match ($this->code) {
            self::COULDNT_RESOLVE_PROXY, self::PROXY => true,
            self::COULDNT_CONNECT => $this->settings->proxy !== null,
            self::SSL_CONNECT_ERROR, self::PEER_FAILED_VERIFICATION, self::SSL_CACERT_BADFILE
                => $this->settings->proxy !== null && $this->proxyStatus === 0 && strncasecmp($this->settings->proxy, 'https:', 6) === 0,
            default => false,
        };
    }

    private function tunnelWasRefused(): bool
    {
        return $this->proxyStatus !== 0 && ($this->proxyStatus < 200 || $this->proxyStatus > 299);
    }

    public function isRefusal(): bool
    {
        return $this->attempt->isRequestSent
            && (in_array($this->code, [self::SEND_FAIL_REWIND, self::ABORTED_BY_CALLBACK, self::HTTP2], true)
                || ($this->code === self::HTTP2_STREAM && str_contains($this->attempt->text, 'REFUSED_STREAM')));
    }

    private function isHeaderTooLong(): bool
    {
        return $this->attempt->isRequestSent && ($this->code === self::OUT_OF_MEMORY || $this->code === self::TOO_LARGE);
    }

    public function isComplete(): bool
    {
        return in_array($this->code, [self::SEND_FAIL_REWIND, self::ABORTED_BY_CALLBACK, self::WRITE_ERROR], true) || $this->isHeaderTooLong();
    }

    private function afterSending(): ?string
    {
        $failedToConnect = [self::COULDNT_RESOLVE_HOST, self::COULDNT_RESOLVE_PROXY, self::COULDNT_CONNECT, self::PROXY,
            self::SSL_CONNECT_ERROR, self::PEER_FAILED_VERIFICATION, self::SSL_CACERT_BADFILE];
        return match (true) {
            $this->isRefusal() => 'the service refused the request or closed the connection',
            in_array($this->code, $failedToConnect, true) || $this->tunnelWasRefused()
                => 'the connection was closed, and no other could be opened',
            $this->isHeaderTooLong() => 'the response has a header that is too long, or memory ran out',
            default => null,
        };
    }

    private function ofCode(): ?string
    {
        if ($this->tunnelWasRefused()) {
            return $this->proxyStatus === 407 ? 'it requires authentication: the user name or password is missing or wrong'
                : 'it refused to open a tunnel to the service';
        }
        return match ($this->code) {
            self::COULDNT_RESOLVE_HOST, self::COULDNT_RESOLVE_PROXY => 'its name could not be resolved',
            self::COULDNT_CONNECT => 'no connection could be opened',
            self::PROXY => 'it refused to open a connection to the service',
            self::SSL_CONNECT_ERROR => Tables::HANDSHAKE_FAULTS[$this->handshakeReason()] ?? Tables::HANDSHAKE_FAULTS[0],
            self::PEER_FAILED_VERIFICATION => Tables::CERTIFICATE_FAULTS[$this->verifyResult()]
                ?? Tables::CERTIFICATE_FAULTS[Tables::NO_VERIFY_RESULT],
            self::SSL_CACERT_BADFILE => $this->settings->caFile !== null && !$this->isProxy()
                ? 'the CA certificates in caFile cannot be read' : "the system's CA certificates cannot be read",
            self::UNSUPPORTED_PROTOCOL, self::WEIRD_SERVER_REPLY => 'its response is not valid HTTP',
            self::SEND_FAIL_REWIND, self::ABORTED_BY_CALLBACK
                => 'a kept connection was closed, or something arrived on it before the request was sent',
            self::WRITE_ERROR => 'the response could not be read, or memory ran out',
            default => null,
        };
    }

    /** Other TLS libraries than OpenSSL have other numbers. */
    private function verifyResult(): int
    {
        $version = curl_version();
        $isOpenssl = is_array($version) && is_string($version['ssl_version']) && str_starts_with($version['ssl_version'], 'OpenSSL');
        $info = $this->isProxy() ? CURLINFO_PROXY_SSL_VERIFYRESULT : CURLINFO_SSL_VERIFYRESULT;
        return $isOpenssl ? (int) curl_getinfo($this->attempt->curl, $info) : Tables::NO_VERIFY_RESULT;
    }

    /** Only libcurl's text contains OpenSSL's number, for example "TLS connect error: error:0A00010B:SSL routines::…". */
    private function handshakeReason(): int
    {
        preg_match_all('/error:([0-9A-Fa-f]{1,8})/', $this->attempt->text, $matches);
        foreach ($matches[1] as $hex) {
            $number = (int) hexdec($hex);
            if (($number >> 23 & 0xFF) === Tables::OPENSSL_LIBRARY_SSL) {
                return $number & 0x7FFFFF;
            }
        }
        return 0;
    }
}
