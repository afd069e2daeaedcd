<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Service;

use CotpCli\UserError;
use LogicException;

/** The base URI of a service, and whether messages sent there may reach anybody but testers. */
final readonly class Target
{
    private const STAGING_HOSTS = ['service-pilot.pcibooking.net', 'service-qa.pcibooking.net', 'service-plan.pcibooking.net'];

    public string $baseUri;
    public string $host;

    /** @throws UserError when the base URI is invalid */
    public function __construct(string $baseUri)
    {
        $parts = parse_url($baseUri);
        if (!is_array($parts) || !isset($parts['host']) || !in_array(strtolower($parts['scheme'] ?? ''), ['http', 'https'], true)) {
            throw new UserError('The base URI must be an absolute URI such as ' . self::example() . '.');
        }
        if (isset($parts['user']) || isset($parts['pass']) || isset($parts['query']) || isset($parts['fragment']) || preg_match('/[\s\\\\\x00-\x1f\x7f-\xff]/', $baseUri)) {
            throw new UserError('The base URI must not contain a user name, a query, a fragment or unusual characters.');
        }
        $this->host = self::hostOf($baseUri);
        $this->baseUri = rtrim($baseUri, '/');
        if (strtolower($parts['scheme']) === 'http' && !$this->isLoopback()) {
            throw new UserError("The base URI must start with https:// (http:// is allowed only for this machine, and $this->host is not).");
        }
    }

    /** @return string the host in lower case, without brackets; '' if there is none */
    public static function hostOf(string $uri): string
    {
        return strtolower(rtrim(trim((string) parse_url($uri, PHP_URL_HOST), '[]'), '.'));
    }

    /** The service as a ledger knows it: its host, and the path of its API. */
    public function service(): string
    {
        return $this->host . parse_url($this->baseUri, PHP_URL_PATH);
    }

    public static function example(): string
    {
        return 'https://service-pilot.pcibooking.net/api';
    }

    /** Every host but the known staging hosts and this machine. */
    public function isProduction(): bool
    {
        return !$this->isLoopback() && !in_array($this->host, self::STAGING_HOSTS, true);
    }

    public function isLoopback(): bool
    {
        return self::isLoopbackHost($this->host);
    }

    /** @param string $host in lower case, without brackets */
    public static function isLoopbackHost(string $host): bool
    {
        return $host === 'localhost' || $host === '::1' || (str_starts_with($host, '127.') && filter_var($host, FILTER_VALIDATE_IP, FILTER_FLAG_IPV4) !== false);
    }

    /** @param string $path begins with "/": otherwise it could continue the host name or the port of the base URI */
    public function url(string $path): string
    {
        if (!str_starts_with($path, '/')) {
            throw new LogicException('A path must begin with "/".');
        }
        return $this->baseUri . $path;
    }

    /** Whether the path of the base URI is the documented "/api". */
    public function hasUsualPath(): bool
    {
        return parse_url($this->baseUri, PHP_URL_PATH) === '/api';
    }
}
