<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Doctor;

use CotpAuthenticationException;
use CotpBlockedException;
use CotpCli\Probe\Connection;
use CotpCli\Service\Target;
use CotpCli\UserError;
use CotpException;
use CotpOutcome;
use CotpRequest;
use CotpTransportException;
use Symfony\Component\HttpClient\HttpClient;
use Symfony\Contracts\HttpClient\Exception\ExceptionInterface;

/** The connection to the service: TLS, the clock, the key. */
final readonly class ServiceChecks
{
    private const MOST_SKEW = 60;

    /** @param array<string, string> $wire */
    public function __construct(private Target $target, #[\SensitiveParameter] private ?string $apiKey, private ?string $caFile, private array $wire)
    {
    }

    /**
     * @return list<Line>
     * @throws UserError when a wire entry, the key or the CA file is invalid
     */
    public function lines(): array
    {
        $lines = [$this->target->hasUsualPath()
            ? Line::ok('base URI', $this->target->baseUri)
            : Line::warning('base URI', $this->target->baseUri, 'The documented ones end in "/api".')];
        return [...$lines, $this->reachable(), $this->clock(), $this->key()];
    }

    /** @throws UserError when a wire entry, the key or the CA file is invalid */
    private function client(#[\SensitiveParameter] string $key): CotpRequest
    {
        return (new Connection($this->target, $key, $this->caFile))->client($this->wire);
    }

    private function reachable(): Line
    {
        $subject = str_starts_with($this->target->baseUri, 'https') ? 'connection and TLS' : 'connection';
        try {
            $this->client($this->apiKey ?? 'no-key')->authenticate();
        } catch (CotpTransportException $exception) {
            return Line::error($subject, $exception->getMessage(), $exception->outcome === CotpOutcome::NotSent
                ? 'Check the host name, the firewall and the CA certificates.'
                : 'The service does not complete its response: try again, then ask PCI Booking.');
        } catch (CotpException) {
            // The service responded; the line about the key says how.
        }
        return Line::ok($subject, "{$this->target->host} responds");
    }

    private function clock(): Line
    {
        try {
            $response = HttpClient::create(['no_proxy' => '*', 'max_redirects' => 0, 'timeout' => 10.0] + ($this->caFile === null ? [] : ['cafile' => $this->caFile]))
                ->request('HEAD', $this->target->baseUri . '/');
            $date = strtotime($response->getHeaders(false)['date'][0] ?? '');
        } catch (ExceptionInterface) {
            $date = false;
        }
        return match (true) {
            $date === false => Line::warning('clock', 'the service does not tell its time', 'Make sure that this machine synchronizes its clock (NTP).'),
            abs($date - time()) > self::MOST_SKEW => Line::error('clock', sprintf('%d seconds off the clock of the service', time() - $date), 'Synchronize the clock (NTP): tokens of callbacks and retention dates depend on it.'),
            default => Line::ok('clock', 'agrees with the service'),
        };
    }

    private function key(): Line
    {
        if ($this->apiKey === null) {
            return Line::warning('API key', 'not given', 'Set the environment variable PCIBOOKING_API_KEY to have it checked.');
        }
        try {
            return $this->client($this->apiKey)->authenticate()
                ? Line::ok('API key', 'accepted')
                : Line::error('API key', 'not accepted', 'Staging and production have different keys. Check that this one belongs to ' . $this->target->host . '.');
        } catch (CotpAuthenticationException $exception) {
            return Line::error('API key', $exception->getMessage(), 'The account may be restricted to certain source addresses: ask PCI Booking.');
        } catch (CotpBlockedException $exception) {
            return Line::error('API key', $exception->getMessage(), 'Ask PCI Booking to unblock the user.');
        } catch (CotpTransportException $exception) {
            return Line::error('API key', 'not checked', 'Repair the connection first.');
        } catch (CotpException $exception) {
            return Line::warning('API key', $exception->getMessage(), 'The key check may have another path: cotp probe finds it.');
        }
    }
}
