<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use Closure;

/** @internal The settings of one client. */
final class Settings
{
    private function __construct(
        #[\SensitiveParameter] public readonly string $apiKey,
        public readonly string $baseUri,
        public readonly float $timeout,
        public readonly float $connectTimeout,
        public readonly int $retries,
        public readonly ?string $caFile,
        #[\SensitiveParameter] public readonly ?string $proxy,
        public readonly bool $http2,
        public readonly Wire $wire,
        #[\SensitiveParameter] public readonly ?Closure $observer,
    ) {
    }

    /** @param array<array-key, mixed> $wire */
    public static function from(
        #[\SensitiveParameter] string $apiKey,
        string $baseUri,
        float $timeout,
        float $connectTimeout,
        int $retries,
        ?string $caFile,
        #[\SensitiveParameter] ?string $proxy,
        bool $http2,
        array $wire,
        #[\SensitiveParameter] ?Closure $observer,
        ?string $socket,
    ): self|Failure {
        if ($socket !== null) {
            return Failure::argument('socket', 'must be null without the extension, because PHP code cannot check which process listens on it');
        }
        $path = $caFile;
        if ($caFile !== null) {
            if (str_contains($caFile, "\0")) {
                return Failure::argument('caFile', 'must not contain any null bytes');
            }
            if ($caFile === '' || strlen($caFile) >= PHP_MAXPATHLEN) {
                return Failure::argument('caFile', 'must be a valid path');
            }
            $path = self::absolute($caFile);
            if (self::isOutsideBasedir($path)) {
                return Failure::argument('caFile', 'must be within the paths allowed by open_basedir');
            }
        }
        $table = Wire::from($wire);
        if ($table instanceof Failure) {
            return $table;
        }
        $faults = [
            'apiKey' => Check::apiKey($apiKey),
            'baseUri' => Uri::baseFault($baseUri, self::httpHosts()),
            'timeout' => Check::seconds($timeout),
            'connectTimeout' => Check::seconds($connectTimeout),
            'retries' => Check::retries($retries),
            'caFile' => $path === null ? null : Check::caFile($path),
            'proxy' => $proxy === null ? null : Uri::proxyFault($proxy),
        ];
        foreach ($faults as $argument => $fault) {
            if ($fault !== null) {
                return Failure::argument($argument, $fault);
            }
        }
        $base = str_ends_with($baseUri, '/') ? substr($baseUri, 0, -1) : $baseUri;
        return $table->fault() ?? new self($apiKey, $base, $timeout, $connectTimeout, $retries, $path, $proxy, $http2, $table, $observer);
    }

    /** @return array<string, mixed> */
    public function __debugInfo(): array
    {
        return ['apiKey' => Redacted::TEXT, 'baseUri' => $this->baseUri, 'proxy' => Redacted::shown($this->proxy)];
    }

    public function withTimeout(float $timeout): self
    {
        return new self($this->apiKey, $this->baseUri, $timeout, $this->connectTimeout, $this->retries, $this->caFile, $this->proxy,
            $this->http2, $this->wire, $this->observer);
    }

    public function isPlainHttp(): bool
    {
        return strncasecmp($this->baseUri, 'http:', 5) === 0;
    }

    /** @return list<string> the hosts in php.ini's "cotp.http_hosts", which no extension has registered */
    private static function httpHosts(): array
    {
        $hosts = get_cfg_var('cotp.http_hosts');
        return is_string($hosts) ? array_values(array_filter(preg_split('/[, \t]/', strtolower($hosts)) ?: [])) : [];
    }

    /** A relative path would mean another file after a chdir(). */
    private static function absolute(string $path): string
    {
        if ($path[0] === '/' || preg_match('~\A(?:[A-Za-z]:)?[\\\\/]~', $path) === 1) {
            return $path;
        }
        return getcwd() . DIRECTORY_SEPARATOR . $path;
    }

    private static function isOutsideBasedir(string $path): bool
    {
        $allowed = (string) ini_get('open_basedir');
        if ($allowed === '') {
            return false;
        }
        $warned = false;
        set_error_handler(static function () use (&$warned): bool {
            return $warned = true;
        });
        try {
            $warned = !is_file($path) && $warned;
        } finally {
            restore_error_handler();
        }
        return $warned;
    }
}
