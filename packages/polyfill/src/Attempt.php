<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use CotpAttempt;
use CotpOutcome;
use CurlHandle;
use LogicException;

/** @internal One attempt: a transfer of libcurl with the rules of cotp_http_attempt.c and cotp_http_options.c. */
final class Attempt
{
    public readonly CurlHandle $curl;
    public int $code = 0;
    public string $text = '';
    public bool $isRequestSent = false;
    public int $bodyBytesSent = 0;
    public bool $isReused = false;
    public bool $isTooLarge = false;
    public bool $isTimeUp = false;
    public float $retryAfter = -1.0;
    public Fit $fit = Fit::Fits;
    /** The service said so; an interruption of the pause before the retry must not report that the request was sent. */
    public bool $isNothingDone = false;

    /** Whether the client will accept the response. */
    public bool $isUnderstood = true;

    private readonly float $started;
    private int $headerBytes = 0;
    private bool $areHeadersOver = false;
    private bool $isInformational = false;
    private bool $isInLocation = false;

    private const MILLISECONDS_EARLY = 2; // libcurl rounds to whole milliseconds, up or down
    private const GOT_NOTHING = 52;
    private const TIMED_OUT = 28;
    private const ABORT = 0x10000000; // CURL_READFUNC_ABORT

    /**
     * @param float $deadline on the clock of hrtime(), in seconds
     * @param int $owner the id of the process that may send the request
     */
    public function __construct(
        #[\SensitiveParameter] private readonly Operation $operation,
        private readonly float $deadline,
        private readonly int $owner,
        bool $isFresh,
    ) {
        $operation->status = 0;
        $operation->allow = '';
        $operation->responseBody = '';
        $this->discardLocation();
        $operation->attempts++;
        $this->started = microtime(true);
        $curl = curl_init();
        if ($curl === false) {
            throw new LogicException('curl_init() failed');
        }
        $this->curl = $curl;
        curl_setopt_array($this->curl, $this->options() + $this->proxyOptions() + $this->connectionOptions($isFresh) + $this->requestOptions())
            or throw new LogicException('libcurl rejected a mandatory security option: ' . curl_error($this->curl));
        if ($operation->settings->caFile !== null) {
            // caFile replaces the system's certificates: this folder contains none. Not all TLS libraries have the option.
            curl_setopt($this->curl, CURLOPT_CAPATH, __DIR__);
        }
    }

    /** @return array<int, mixed> the options that never depend on the operation */
    private function options(): array
    {
        $settings = $this->operation->settings;
        $remaining = (int) (($this->deadline - Clock::now()) * 1000);
        $options = [
            CURLOPT_NOSIGNAL => true,
            CURLOPT_SSLVERSION => CURL_SSLVERSION_TLSv1_2,
            CURLOPT_SSL_VERIFYPEER => true,
            CURLOPT_SSL_VERIFYHOST => 2,
            CURLOPT_FOLLOWLOCATION => false,
            CURLOPT_NETRC => CURL_NETRC_IGNORED,
            CURLOPT_USERAGENT => 'cotp/' . Tables::VERSION,
            CURLOPT_PATH_AS_IS => true,
            CURLOPT_TCP_KEEPALIVE => 1,
            CURLOPT_PROTOCOLS => $settings->isPlainHttp() ? CURLPROTO_HTTP : CURLPROTO_HTTPS,
            CURLOPT_TIMEOUT_MS => max(1, $remaining),
            CURLOPT_CONNECTTIMEOUT_MS => max(1, (int) ($settings->connectTimeout * 1000)),
        ];
        return $settings->caFile === null ? $options : $options + [CURLOPT_CAINFO => $settings->caFile];
    }

    /** @return array<int, mixed> an empty proxy keeps libcurl from reading the environment */
    private function proxyOptions(): array
    {
        $proxy = $this->operation->settings->proxy;
        $options = [CURLOPT_PROXY => (string) $proxy, CURLOPT_NOPROXY => ''];
        return $proxy === null ? $options : $options + [
            CURLOPT_HTTPPROXYTUNNEL => true, // the proxy never sees a request
            CURLOPT_SUPPRESS_CONNECT_HEADERS => true,
            CURLOPT_PROXY_SSLVERSION => CURL_SSLVERSION_TLSv1_2,
            CURLOPT_HEADEROPT => CURLHEADER_SEPARATE, // nor the API key
        ];
    }

    /**
     * libcurl re-sends a request if a kept connection turns out to be dead, and PHP code cannot prevent that. So only a retrieve, whose
     * response contains the request id, may use a kept connection, or HTTP/2.
     *
     * @return array<int, mixed>
     */
    private function connectionOptions(bool $isFresh): array
    {
        $operation = $this->operation;
        $mayShare = $operation->kind === 'retrieve' && $operation->method === 'GET' && $operation->settings->proxy === null;
        $isHttp2 = $mayShare && $operation->settings->http2 && self::supportsHttp2();
        $options = [CURLOPT_HTTP_VERSION => $isHttp2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1];
        if (!$mayShare || $isFresh) {
            $options[CURLOPT_FRESH_CONNECT] = true;
        }
        return $mayShare ? $options : $options + [CURLOPT_FORBID_REUSE => true];
    }

    private static function supportsHttp2(): bool
    {
        $version = curl_version();
        return is_array($version) && ((int) $version['features'] & CURL_VERSION_HTTP2) !== 0; // @phpstan-ignore cast.int
    }

    /** @return array<int, mixed> */
    private function requestOptions(): array
    {
        $operation = $this->operation;
        $headers = ['Authorization: ' . Tables::AUTHORIZATION_SCHEME . ' ' . $operation->settings->apiKey, 'Accept: application/json',
            'Accept-Encoding: identity']; // a compressed body could not be read
        $options = [
            CURLOPT_URL => $operation->url,
            CURLOPT_HEADERFUNCTION => fn (CurlHandle $curl, #[\SensitiveParameter] string $line): int => $this->takeHeader($line),
            CURLOPT_WRITEFUNCTION => fn (CurlHandle $curl, #[\SensitiveParameter] string $data): int => $this->takeBody($data),
        ];
        if ($operation->body !== null || !in_array($operation->method, ['GET', 'DELETE'], true)) {
            $headers[] = $operation->body === null ? 'Content-Type:' : 'Content-Type: application/json';
            $headers[] = 'Expect:';
            $options += [
                CURLOPT_UPLOAD => true, // the body is read from us, so we know whether any of it was sent
                CURLOPT_INFILESIZE => strlen((string) $operation->body),
                CURLOPT_READFUNCTION => fn (CurlHandle $curl, mixed $file, int $size): string|int => $this->giveBody($size),
            ];
        }
        if ($operation->method !== 'GET' || $operation->body !== null) {
            $options[CURLOPT_CUSTOMREQUEST] = $operation->method;
        }
        return $options + [CURLOPT_HTTPHEADER => $headers];
    }

    private function giveBody(int $size): string|int
    {
        if (Process::id() !== $this->owner) {
            return self::ABORT; // the parent sends it
        }
        $piece = substr((string) $this->operation->body, $this->bodyBytesSent, $size);
        $this->bodyBytesSent += strlen($piece);
        return $piece;
    }

    private function takeBody(#[\SensitiveParameter] string $data): int
    {
        if (strlen($this->operation->responseBody) + strlen($data) > Tables::MAX_RESPONSE_BYTES) {
            $this->isTooLarge = true;
            return 0;
        }
        $this->operation->responseBody .= $data;
        return strlen($data);
    }

    private function takeHeader(#[\SensitiveParameter] string $line): int
    {
        $this->headerBytes += strlen($line);
        if ($this->headerBytes > Tables::MAX_HEADER_BYTES) {
            $this->isTooLarge = true;
            return 0;
        }
        if (!$this->areHeadersOver) {
            $this->noteHeader($line);
        }
        // a trailer may look like a status line; a real one comes first, or after an informational response
        if (str_starts_with($line, 'HTTP/') && (!$this->areHeadersOver || $this->isInformational)) {
            $this->retryAfter = -1.0;
            $this->operation->allow = '';
            $this->discardLocation();
            $this->areHeadersOver = false;
            $this->isInLocation = false;
            $this->isInformational = preg_match('/ 1/A', $line, $match, 0, strcspn($line, ' ')) === 1;
        } elseif (strlen($line) <= 2) {
            $this->areHeadersOver = true; // only trailers follow
        } elseif (!$this->areHeadersOver) {
            $this->takeLocation($line);
        }
        return strlen($line);
    }

    private function noteHeader(#[\SensitiveParameter] string $line): void
    {
        if (preg_match('/\A(retry-after|allow):(.+)\z/is', $line, $match) !== 1) {
            return;
        }
        if (strtolower($match[1]) === 'retry-after') {
            $this->retryAfter = RetryAfter::read($match[2], time());
        } elseif (preg_match('/\A[A-Za-z, \t\r\n]*\z/', $match[2]) === 1) {
            foreach (preg_split('/[, \t\r\n]+/', $match[2], -1, PREG_SPLIT_NO_EMPTY) ?: [] as $method) {
                $longer = ($this->operation->allow === '' ? '' : $this->operation->allow . ', ') . $method;
                $this->operation->allow = strlen($longer) < Tables::ALLOW_SIZE ? $longer : $this->operation->allow;
            }
        }
    }

    private function discardLocation(): void
    {
        $this->operation->location = null;
        $this->operation->isLocationAmbiguous = false;
    }

    private function takeLocation(#[\SensitiveParameter] string $line): void
    {
        $operation = $this->operation;
        if ($line[0] === ' ' || $line[0] === "\t") { // continues the line before it, although not all programs read it so
            $operation->isLocationAmbiguous = $operation->isLocationAmbiguous || $this->isInLocation;
            return;
        }
        $this->isInLocation = preg_match('/\Alocation([ \t]*):(.*)\z/is', $line, $match) === 1;
        if (!$this->isInLocation) {
            return;
        }
        [, $gap, $value] = $match + ['', '', ''];
        $value = rtrim(ltrim($value, " \t"), " \t\r\n");
        $operation->isLocationAmbiguous = $operation->isLocationAmbiguous || $gap !== '' || $operation->location !== null
            || preg_match('/[\x00-\x20\x7F]/', $value) === 1;
        $operation->location ??= $value;
    }

    /** Reads how the transfer ended. */
    public function finish(int $code): void
    {
        $this->code = $code;
        $operation = $this->operation;
        $operation->status = curl_getinfo($this->curl, CURLINFO_RESPONSE_CODE);
        $this->isRequestSent = $this->hasSentRequest();
        $this->isReused = $this->isRequestSent && curl_getinfo($this->curl, CURLINFO_NUM_CONNECTS) === 0;
        $this->isTimeUp = $code === self::TIMED_OUT && Clock::now() + self::MILLISECONDS_EARLY / 1000 >= $this->deadline;
        if (!$this->areHeadersOver && !$this->isTooLarge) {
            $this->discardLocation(); // a second one may follow, or one that libcurl rejected
        }
        if ($code !== 0) {
            $text = curl_error($this->curl);
            $text = ErrorText::copy($text !== '' ? $text : (string) curl_strerror($code), Tables::ATTEMPT_TEXT_SIZE);
            $this->text = $operation->redact($text);
        } elseif (!$this->areHeadersOver) {
            $this->code = self::GOT_NOTHING; // libcurl takes a response that ends within its headers as complete
            $this->text = 'the response ended within its headers';
        }
        $isSuccess = $operation->status >= 200 && $operation->status <= 299;
        if ($isSuccess && $this->code === 0) {
            $fit = $operation->judge();
            $this->isUnderstood = $fit === Fit::Fits;
            $this->fit = $fit === Fit::Foreign ? $fit : Fit::Fits;
            if ($this->fit === Fit::Foreign) {
                $this->discardLocation();
            }
        }
    }

    public function hasSentRequest(): bool
    {
        // neither is enough: libcurl 8.23 sets the time if the connection fails too, and 7.88 counts the request to a proxy
        return curl_getinfo($this->curl, CURLINFO_PRETRANSFER_TIME_T) > 0 && curl_getinfo($this->curl, CURLINFO_REQUEST_SIZE) > 0;
    }

    /** A service cannot act on a body that it never received. Without a body, the sent request counts. */
    public function mayHaveBeenProcessed(): bool
    {
        return !$this->isNothingDone
            && ((string) $this->operation->body !== '' ? $this->bodyBytesSent > 0 : $this->isRequestSent || $this->hasSentRequest());
    }

    private function seconds(int $info): float
    {
        /** @var mixed $microseconds */
        $microseconds = curl_getinfo($this->curl, $info);
        return is_numeric($microseconds) ? $microseconds / 1e6 : 0.0;
    }

    /** What an observer receives, once the meaning of the attempt is known. */
    public function report(CotpOutcome $outcome, ?string $errorType): CotpAttempt
    {
        $protocol = match (curl_getinfo($this->curl, CURLINFO_HTTP_VERSION)) {
            CURL_HTTP_VERSION_1_0 => 'HTTP/1.0',
            CURL_HTTP_VERSION_1_1 => 'HTTP/1.1',
            CURL_HTTP_VERSION_2_0 => 'HTTP/2',
            default => '',
        };
        $operation = $this->operation;
        return new CotpAttempt($operation->method, $operation->route, $operation->status, $operation->attempts, $this->isReused, $protocol,
            $this->seconds(CURLINFO_NAMELOOKUP_TIME_T), $this->seconds(CURLINFO_CONNECT_TIME_T), $this->seconds(CURLINFO_APPCONNECT_TIME_T),
            $this->seconds(CURLINFO_STARTTRANSFER_TIME_T), $this->seconds(CURLINFO_TOTAL_TIME_T), $this->started,
            (string) preg_replace('~\A[^:]*://|/.*\z~s', '', $operation->url), $operation->kind, $outcome, $errorType, $operation->key);
    }
}
