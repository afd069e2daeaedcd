<?php
// SPDX-License-Identifier: BSD-3-Clause
// Generated from cotp.stub.php by tools/generate-ide-stubs.

/** What is known about a request whose call failed. */
enum CotpOutcome
{
    /** The service cannot have processed the request: it is safe to call again. */
    case NotSent;
    /**
     * The service may have processed the request. After a send, wait for the callback, or ask the guest, before you
     * send again.
     */
    case Unknown;
    /** The service responded, and the exception describes its response. */
    case Answered;
}

/**
 * The status of a request. The names are PCI Booking's.
 *
 * @see https://developers.pcibooking.net/docs/managing-card-over-the-phone-requests
 */
enum CotpStatus: string
{
    /** The message is in PCI Booking's queue. */
    case MessageQueued = "MessageQueued";
    /** SMS only: the message was sent. */
    case MessageSent = "MessageSent";
    /** SMS only: the message was delivered. */
    case MessageDelivered = "MessageDelivered";
    /** SMS only: the message could not be delivered. Final. */
    case MessageFailed = "MessageFailed";
    /** The guest opened the form. */
    case FormViewed = "FormViewed";
    /** The card is stored; CotpState::$cardUri is its URI. Final. */
    case CardStored = "CardStored";
    /** The link expired or was canceled. Final. */
    case LinkExpired = "LinkExpired";
    /**
     * The guest's submission failed. It is not documented whether the guest may try again, so this status is not final.
     */
    case StoreFailed = "StoreFailed";
    /** A status that this version does not know; see $rawStatus. */
    case Unknown = "";

    /**
     * Returns the case with this name, without regard to ASCII case, or Unknown. A status that the service adds later
     * therefore breaks nothing.
     */
    public static function fromWire(string $raw): CotpStatus {}

    /**
     * Returns whether the status is final (CardStored, LinkExpired or MessageFailed): no further change is expected.
     */
    public function isFinal(): bool {}

    /**
     * Returns whether this status replaces $known. The order is strict and total: events lead to the same status, no
     * matter in which order they arrive.
     */
    public function supersedes(CotpStatus $known): bool {}
}

/**
 * What to ask a guest for, and how to reach the guest. Exactly one of $email and $phone must be set.
 *
 * Every listing of all properties shows the guest's data, the callback URL and the stored card as "***": dumps,
 * var_export(), json_encode(), get_object_vars(), foreach and array casts. An array cast adds a digest, which is equal
 * for equal values in the same process. Reading one property gives the real value. serialize() keeps the real values,
 * so that a form can be queued: treat such a queue as personal data.
 *
 * @see https://developers.pcibooking.net/reference/request-to-send-card-capture-form-to-recipient
 * @see https://developers.pcibooking.net/reference/request-to-send-card-security-code-capture-form-to-recipient
 */
final readonly class CotpForm
{
    /** The booker's user id at PCI Booking. */
    public readonly string $bookerId;
    /** The guest's e-mail address, if the link is sent by e-mail. */
    public readonly ?string $email;
    /**
     * The guest's phone number, if the link is sent by SMS: "+" or "00", the country code and the number, 7 to 15 digits
     * in all. It is sent as digits only, unless the wire entry phone.format says otherwise.
     */
    public readonly ?string $phone;
    /** The URL to which each status change is posted. Create it with CotpCallbackVerifier::url(). */
    public readonly ?string $callbackUrl;
    /** The stored card for which only the security code is requested; null requests a whole card. */
    public readonly ?string $cardUri;
    /** The guest's name. */
    public readonly ?string $recipientName;
    /** The booker's name, as shown to the guest. */
    public readonly ?string $bookerName;
    /**
     * The language of the form (ISO 639-1), or a locale such as "en-GB" or "pt_BR", of which the language is sent. The
     * service uses English for a language that it does not know.
     */
    public readonly string $language;
    /** The name of a CSS resource in the account. */
    public readonly ?string $css;
    /**
     * The amount, sent as given and never a float. It is not documented whether the service expects major or minor
     * units. Requires $currency.
     */
    public readonly int|string|null $amount;
    /** The currency of $amount (ISO 4217). Requires $amount. */
    public readonly ?string $currency;
    /** The URL of customer support. Overrides the account's setting. */
    public readonly ?string $supportLink;
    /** The text of the customer support link. Overrides the account's setting. */
    public readonly ?string $supportLinkText;
    /** The e-mail address of customer support. Overrides the account's setting. */
    public readonly ?string $supportEmail;
    /** The phone number of customer support, sent as given. Overrides the account's setting. */
    public readonly ?string $supportPhone;
    /** Whether to request 3-D Secure; null uses the account's setting. */
    public readonly ?bool $threeDs;
    /** The merchant name. Use it only by arrangement with PCI Booking. */
    public readonly ?string $merchantName;
    /** Text above the form. */
    public readonly ?string $headerText;
    /** Text below the form. */
    public readonly ?string $footerText;
    /** The name of a template in the account. */
    public readonly ?string $template;
    /**
     * Additional body fields, keyed by their names in the request body and sent as given. A stdClass object becomes a
     * JSON object, even if it is empty.
     *
     * @var array<string, mixed>
     */
    public readonly array $extra;

    /**
     * Creates a form. Nothing is sent.
     *
     * @param array<string, mixed> $extra
     * @throws ValueError when a value is invalid; the message contains the argument and the rule, but never the value
     * @throws TypeError when $extra contains a value that JSON cannot represent
     */
    public function __construct(
        string $bookerId,
        #[\SensitiveParameter] ?string $email = null,
        #[\SensitiveParameter] ?string $phone = null,
        #[\SensitiveParameter] ?string $callbackUrl = null,
        #[\SensitiveParameter] ?string $cardUri = null,
        #[\SensitiveParameter] ?string $recipientName = null,
        ?string $bookerName = null,
        string $language = "EN",
        ?string $css = null,
        int|string|null $amount = null,
        ?string $currency = null,
        ?string $supportLink = null,
        ?string $supportLinkText = null,
        ?string $supportEmail = null,
        ?string $supportPhone = null,
        ?bool $threeDs = null,
        ?string $merchantName = null,
        ?string $headerText = null,
        ?string $footerText = null,
        ?string $template = null,
        #[\SensitiveParameter] array $extra = []
    ) {}

    /**
     * Returns a copy with some values changed, such as $form->with(email: "guest@example.com"). Use it instead of
     * listing the properties: listings show "***".
     *
     * @param mixed $values the changed values, by the names of the constructor's arguments
     * @throws Error when a name is unknown
     * @throws ValueError when a value is invalid
     * @throws TypeError when a value has the wrong type
     */
    public function with(#[\SensitiveParameter] mixed ...$values): CotpForm {}

    /**
     * Returns the version of the format and the real values; enum cases are strings.
     *
     * @return array<string, mixed>
     */
    public function __serialize(): array {}

    /**
     * Accepts what __serialize() returned, with the checks of the constructor.
     *
     * @param array<string, mixed> $serialized
     * @throws ValueError when the version or a key is unknown, a key is missing, or a value is invalid
     * @throws TypeError when a value has the wrong type
     */
    public function __unserialize(#[\SensitiveParameter] array $serialized): void {}
}

/**
 * The state of a request, as returned by CotpRequest::retrieve(). Listings show the card URI and the details as "***",
 * as they do for CotpForm.
 *
 * @see https://developers.pcibooking.net/reference/retrieve-a-card-data-request
 */
final readonly class CotpState
{
    /** The request id. */
    public readonly string $requestId;
    /** The status of the request. */
    public readonly CotpStatus $status;
    /** The status exactly as the service returned it. */
    public readonly string $rawStatus;
    /** The URI of the stored card, once the status is CardStored. */
    public readonly ?string $cardUri;
    /** When the status last changed, exactly as the service returned it. It has no time zone. */
    public readonly ?string $time;
    /**
     * The complete response, as json_decode() returns it with $associative set to true.
     *
     * @var array<array-key, mixed>
     */
    public readonly array $details;

    /**
     * Creates a state, for example in a test. CotpRequest creates the real ones.
     *
     * @param array<array-key, mixed> $details
     */
    public function __construct(
        string $requestId,
        CotpStatus $status,
        string $rawStatus,
        #[\SensitiveParameter] ?string $cardUri = null,
        ?string $time = null,
        #[\SensitiveParameter] array $details = []
    ) {}

    /**
     * Returns the version of the format and the real values; enum cases are strings.
     *
     * @return array<string, mixed>
     */
    public function __serialize(): array {}

    /**
     * Accepts what __serialize() returned, with the checks of the constructor.
     *
     * @param array<string, mixed> $serialized
     * @throws ValueError when the version or a key is unknown, a key is missing, or a value is invalid
     * @throws TypeError when a value has the wrong type
     */
    public function __unserialize(#[\SensitiveParameter] array $serialized): void {}
}

/**
 * A destination that may receive a card's security code, and how many times.
 *
 * @see https://developers.pcibooking.net/docs/cvv-retention-policy
 */
final readonly class CotpDestination
{
    /**
     * The type of destination: HostName, Owner, OtherMerchant, OtherUser, SFTP, GeneralProperty, or a type added later.
     */
    public readonly string $type;
    /** A host, a user name or an address, depending on the type; empty for Owner. */
    public readonly string $data;
    /** How many times the destination may receive the security code: 1 to 50 (1 to 5 for GeneralProperty). */
    public readonly int $quota;
    /** How much of the quota has been used. Set by getRetention(), otherwise null. */
    public readonly ?int $usage;

    /**
     * Creates a destination.
     *
     * @throws ValueError when a value is invalid
     */
    public function __construct(string $type, string $data = "", int $quota = 1, ?int $usage = null) {}

    /**
     * Returns the version of the format and the real values; enum cases are strings.
     *
     * @return array<string, mixed>
     */
    public function __serialize(): array {}

    /**
     * Accepts what __serialize() returned, with the checks of the constructor.
     *
     * @param array<string, mixed> $serialized
     * @throws ValueError when the version or a key is unknown, a key is missing, or a value is invalid
     * @throws TypeError when a value has the wrong type
     */
    public function __unserialize(array $serialized): void {}
}

/**
 * How long a card's security code is kept, and which destinations may receive it. The security code is deleted at
 * $until or when the quota of every destination is used up, whichever comes first.
 *
 * @see https://developers.pcibooking.net/docs/cvv-retention-policy
 */
final readonly class CotpRetention
{
    /**
     * The end of the retention, sent in UTC and in whole seconds. When the policy is set, it must not be null and must
     * be in the future, by at most 48 months. null only in a policy that the service returned without an end.
     */
    public readonly ?DateTimeInterface $until;
    /** Whether the whole card is deleted together with the security code. */
    public readonly bool $deleteCard;
    /** @var list<CotpDestination> the destinations that may receive the security code: at most 50 */
    public readonly array $destinations;

    /**
     * Creates a retention policy.
     *
     * @param array<array-key, CotpDestination> $destinations the destinations; their keys are not kept
     * @throws ValueError when there are more than 50 destinations
     * @throws TypeError when $destinations contains anything but CotpDestination objects
     */
    public function __construct(?DateTimeInterface $until, bool $deleteCard = false, array $destinations = []) {}

    /**
     * Returns the version of the format and the values. $until becomes the time in microseconds and the time zone, so
     * unserialize() creates a DateTimeImmutable from any date.
     *
     * @return array<string, mixed>
     */
    public function __serialize(): array {}

    /**
     * Accepts what __serialize() returned, with the checks of the constructor.
     *
     * @param array<string, mixed> $serialized
     * @throws ValueError when the version or a key is unknown, a key is missing, or a value is invalid
     * @throws TypeError when a value has the wrong type
     */
    public function __unserialize(array $serialized): void {}
}

/**
 * One HTTP attempt, as passed to the observer: all that a span or a metric needs. It contains no id, API key, token or
 * data of the guest, unless your own array keys, which become $key, contain them. All times but $startTime count from
 * the start of the attempt; the time of a phase that did not take place is 0.
 */
final readonly class CotpAttempt
{
    /** The HTTP method. */
    public readonly string $method;
    /** The path template, such as "/cardrequest/{id}". It is suitable as a metric label. */
    public readonly string $route;
    /** The HTTP status code; 0 if there was no response. */
    public readonly int $httpStatus;
    /** The number of the attempt, starting at 1; greater than 1 for a retry. */
    public readonly int $attempt;
    /** Whether an open connection was reused. */
    public readonly bool $reused;
    /** "HTTP/1.0", "HTTP/1.1" or "HTTP/2"; empty if there was no response. */
    public readonly string $protocol;
    /** Seconds until the host name was resolved. */
    public readonly float $nameLookup;
    /** Seconds until the connection was established. */
    public readonly float $connect;
    /** Seconds until the TLS handshake was complete. */
    public readonly float $tls;
    /** Seconds until the response began. */
    public readonly float $firstByte;
    /** Seconds until the attempt finished. */
    public readonly float $total;
    /** When the attempt started: the Unix time in seconds, with microseconds. */
    public readonly float $startTime;
    /** The host of the base URI, with its port if the base URI has one. */
    public readonly string $host;
    /**
     * The operation, as in the keys of the wire table: "send", "securityCode", "retrieve", "retention.set" and others.
     */
    public readonly string $operation;
    /** What is known about the request after this attempt. Answered if it succeeded. */
    public readonly CotpOutcome $outcome;
    /**
     * The class of the exception that describes how the attempt failed; null if it succeeded.
     *
     * @var class-string<CotpException>|null
     */
    public readonly ?string $errorType;
    /**
     * The key of the form or request in the array that was passed to sendMany() or retrieveMany(), the first one for an
     * id that was passed twice; null in other calls.
     */
    public readonly int|string|null $key;

    /**
     * Creates an attempt, for example in a test. CotpRequest creates the real ones.
     *
     * @param class-string<CotpException>|null $errorType
     */
    public function __construct(
        string $method,
        string $route,
        int $httpStatus,
        int $attempt,
        bool $reused,
        string $protocol,
        float $nameLookup,
        float $connect,
        float $tls,
        float $firstByte,
        float $total,
        float $startTime = 0.0,
        string $host = "",
        string $operation = "",
        CotpOutcome $outcome = CotpOutcome::Answered,
        ?string $errorType = null,
        int|string|null $key = null
    ) {}

    /**
     * Returns the version of the format and the real values; enum cases are strings.
     *
     * @return array<string, mixed>
     */
    public function __serialize(): array {}

    /**
     * Accepts what __serialize() returned, with the checks of the constructor.
     *
     * @param array<string, mixed> $serialized
     * @throws ValueError when the version or a key is unknown, a key is missing, or a value is invalid
     * @throws TypeError when a value has the wrong type
     */
    public function __unserialize(array $serialized): void {}
}

/**
 * A client for PCI Booking's Card Over The Phone service. It contains an API key and settings but no state of a call,
 * so create one instance and keep it. Connections belong to the process and stay open between PHP-FPM requests. The
 * object cannot be cloned or serialized, and dumps show none of its contents.
 *
 * Every method that calls the service throws a CotpException when it fails; its $outcome says whether the service may
 * have processed the request. An invalid argument throws a ValueError or TypeError before anything is sent.
 */
class CotpRequest
{
    /** PCI Booking's production service. */
    public const PRODUCTION = "https://service.pcibooking.net/api";
    /** PCI Booking's staging service, which has its own accounts and keys. */
    public const STAGING = "https://service-pilot.pcibooking.net/api";

    /**
     * Creates a client. Nothing is sent, and no connection is opened.
     *
     * @param string $apiKey the account's API key: visible ASCII characters only
     * @param string $baseUri an https URI; http is allowed only for 127.0.0.0/8, ::1, localhost and the hosts in the
     *     INI setting cotp.http_hosts
     * @param float $timeout the limit in seconds for a whole call, including retries and pauses: greater than 0, at
     *     most 3600
     * @param float $connectTimeout the limit in seconds for opening each connection: greater than 0, at most 3600
     * @param int $retries how many times a request that is safe to retry is retried: 0 to 10
     * @param string|null $caFile a PEM file with the CA certificates to trust instead of the system's
     * @param string|null $proxy an http, https, socks5 or socks5h proxy; proxies set in the environment are ignored
     * @param bool $http2 whether to offer HTTP/2
     * @param array<string, string> $wire overrides for PCI Booking's names, paths and methods, with keys from the wire table
     * @param (Closure(CotpAttempt): mixed)|null $observer called with a CotpAttempt after every HTTP attempt; an exception that it throws
     *     becomes a warning
     * @param string|null $socket the absolute path of a Unix socket, on which a proxy on this machine passes requests on
     *     to PCI Booking with TLS. $baseUri must then be an http URI, whose host becomes the Host header, and $caFile
     *     and $proxy must be null. The proxy must run as root or as the user of this process.
     * @throws ValueError when an argument is invalid
     */
    public function __construct(
        #[\SensitiveParameter] string $apiKey,
        string $baseUri = CotpRequest::PRODUCTION,
        float $timeout = 10.0,
        float $connectTimeout = 3.0,
        int $retries = 2,
        ?string $caFile = null,
        #[\SensitiveParameter] ?string $proxy = null,
        bool $http2 = true,
        array $wire = [],
        ?Closure $observer = null,
        ?string $socket = null
    ) {}

    /**
     * Asks PCI Booking to send the link to the guest, and returns the request id. The request is never retried once it
     * may have been sent.
     *
     * @throws CotpOutcomeUnknownException when the request was sent but no complete response was received: the guest
     *     may have been sent the link
     * @throws CotpException on any other failure
     * @throws ValueError when $form is invalid
     * @see https://developers.pcibooking.net/reference/request-to-send-card-capture-form-to-recipient
     * @see https://developers.pcibooking.net/reference/request-to-send-card-security-code-capture-form-to-recipient
     */
    public function send(CotpForm $form): string {}

    /**
     * Returns the current state of a request.
     *
     * @param string $request the request id, or the request URI with the same scheme, host and port as the base URI
     * @throws CotpNotFoundException when the request does not exist
     * @throws CotpException on any other failure
     * @throws ValueError when $request is not a request id or URI
     * @see https://developers.pcibooking.net/reference/retrieve-a-card-data-request
     */
    public function retrieve(string $request): CotpState {}

    /**
     * Cancels the link. This works until the guest has completed the form.
     *
     * @param string $request the request id, or the request URI with the same scheme, host and port as the base URI
     * @throws CotpException on failure
     * @throws ValueError when $request is not a request id or URI
     * @see https://developers.pcibooking.net/docs/managing-card-over-the-phone-requests
     */
    public function delete(string $request): void {}

    /**
     * Sets how long the card's security code is kept, and which destinations may receive it.
     *
     * @param string $cardUri CotpState::$cardUri, or only its token
     * @throws CotpException on failure
     * @throws ValueError when an argument is invalid: $policy->until must be in the future, by at most 48 months
     * @see https://developers.pcibooking.net/reference/set-cvv-retention-policy
     */
    public function setRetention(#[\SensitiveParameter] string $cardUri, CotpRetention $policy): void {}

    /**
     * Returns the card's retention policy, with the usage of each destination so far.
     *
     * @param string $cardUri CotpState::$cardUri, or only its token
     * @throws CotpException on failure
     * @throws ValueError when $cardUri is invalid
     * @see https://developers.pcibooking.net/reference/get-cvv-retention-policy
     */
    public function getRetention(#[\SensitiveParameter] string $cardUri): CotpRetention {}

    /**
     * Deletes the retention policy, or only its entries for one destination type or one destination.
     *
     * @param string $cardUri CotpState::$cardUri, or only its token
     * @param string|null $type the type of destination, as in CotpDestination::$type; null deletes the whole policy
     * @param string|null $data the destination, as in CotpDestination::$data; null deletes all destinations of the type
     * @throws CotpException on failure
     * @throws ValueError when an argument is invalid: $data requires $type
     * @see https://developers.pcibooking.net/docs/cvv-retention-policy
     */
    public function deleteRetention(
        #[\SensitiveParameter] string $cardUri,
        #[\SensitiveParameter] ?string $type = null,
        #[\SensitiveParameter] ?string $data = null
    ): void {}

    /**
     * Deletes the card's security code immediately. This cannot be undone.
     *
     * @param string $cardUri CotpState::$cardUri, or only its token
     * @throws CotpException on failure
     * @throws ValueError when $cardUri is invalid
     * @see https://developers.pcibooking.net/reference/clear-cvv
     */
    public function clearCvv(#[\SensitiveParameter] string $cardUri): void {}

    /**
     * Deletes the card. This cannot be undone. A security-code form duplicates the card; use this method to delete the
     * original.
     *
     * @param string $cardUri CotpState::$cardUri, or only its token
     * @throws CotpException on failure
     * @throws ValueError when $cardUri is invalid
     * @see https://developers.pcibooking.net/docs/manage-card
     */
    public function deleteCard(#[\SensitiveParameter] string $cardUri): void {}

    /**
     * Sends many forms, up to $concurrency at a time. Over HTTP/2 they share a few connections, and at most 100 are in
     * progress at once; otherwise each uses its own connection. All forms are checked before any is sent. Each key is
     * one send, even if two keys have the same form.
     *
     * The result of each send is stored under its key; a failure does not affect the other sends. The client's timeout
     * applies to each send separately and starts when that send begins.
     *
     * If a signal handler throws, no further send begins, but the result is still returned, because it contains the ids
     * of the forms that were sent. Sends that may already have reached the service are awaited until they time out or a
     * handler throws again. The exception becomes the previous exception of every send that was not made or not
     * awaited; if there is none, it becomes a warning.
     *
     * @template TKey of array-key
     * @param array<TKey, CotpForm> $forms the forms, with any keys
     * @param int $concurrency the greatest number of requests in progress at a time: 1 to 256
     * @return array<TKey, string|CotpException> the request id, or the exception that send() would throw, with the
     *     keys and the order of $forms
     * @throws TypeError when $forms contains anything but CotpForm objects
     * @throws ValueError when a form or $concurrency is invalid
     */
    public function sendMany(array $forms, int $concurrency = 6): array {}

    /**
     * Retrieves the states of many requests, up to $concurrency at a time, as sendMany() sends forms. An id that is
     * given twice is retrieved once, and its state is returned under each key. If a signal handler throws, all
     * unfinished requests end immediately.
     *
     * @template TKey of array-key
     * @param array<TKey, string> $requests request ids, or request URIs with the same scheme, host and port as the base URI
     * @param int $concurrency the greatest number of requests in progress at a time: 1 to 256
     * @return array<TKey, CotpState|CotpException> the state, or the exception that retrieve() would throw, with
     *     the keys and the order of $requests
     * @throws TypeError when $requests contains anything but strings
     * @throws ValueError when an element is not a request id or URI, or $concurrency is invalid
     */
    public function retrieveMany(array $requests, int $concurrency = 6): array {}

    /**
     * Polls a request until its status is final, and returns its state. The pauses between the requests start at 1
     * second and grow by half each time, up to 15 seconds; each is shortened at random by up to half, but is never
     * shorter than the Retry-After of the service. The last request is made about a second before the timeout.
     *
     * A retryable failure does not end the wait. Any other failure does, and so does an exception from a signal
     * handler.
     *
     * @param string $request the request id, or the request URI with the same scheme, host and port as the base URI
     * @param float $timeout the limit in seconds for the whole wait: greater than 0, at most 86400
     * @throws CotpTimeoutException when the status is not final before the timeout. The outcome is Answered if the
     *     service responded to the last request; otherwise it is that of the last failure
     * @throws CotpException on any other failure
     * @throws ValueError when an argument is invalid
     */
    public function await(string $request, float $timeout = 300.0): CotpState {}

    /**
     * Returns the statistics of the connection pool of this process (of this thread in a thread-safe build of PHP).
     *
     * @return array{pid: int, connections: int, hits: int, misses: int} "pid": the process id; "connections": connections that are open now, including those that the
     *     service has closed since they were used; "hits": requests sent on a connection that was already open;
     *     "misses": requests sent on a new connection. After a fork, the child starts at zero
     */
    public static function pool(): array {}

    /**
     * Closes the connections of this process; the next call opens a new one. Inside an observer or a signal handler,
     * they are closed as soon as the calls in progress have finished.
     */
    public static function closePool(): void {}

    /**
     * Returns whether the service accepts the API key: false on a response of 401.
     *
     * @throws CotpException when the service cannot be reached, or responds with an error other than 401
     * @see https://developers.pcibooking.net/reference
     */
    public function authenticate(): bool {}
}

/** The base class of all cotp exceptions. The message never contains a key, a token or data of the guest. */
abstract class CotpException extends RuntimeException
{
    /** What is known about the request. */
    public readonly CotpOutcome $outcome;
    /** The HTTP status code of the response; 0 if there was no response. */
    public readonly int $httpStatus;
    /** PCI Booking's error code, such as -125; 0 if there is none. */
    public readonly int $apiCode;
    /** The service's further explanation, with its texts about single fields; empty if there is none. */
    public readonly string $moreInfo;
    /** Whether the same call can be made again unchanged. */
    public readonly bool $retryable;
    /** How many seconds the service asked to wait; null if it did not ask. */
    public readonly ?float $retryAfter;
    /** The request id, if it is known. */
    public readonly ?string $requestId;

    /**
     * Creates an exception, for example in a test.
     *
     * @param CotpOutcome|null $outcome null: Answered for CotpApiException and CotpProtocolException, Unknown for
     *     CotpOutcomeUnknownException, NotSent for all others
     * @throws ValueError when $retryAfter is negative
     */
    public function __construct(
        string $message = "",
        ?CotpOutcome $outcome = null,
        int $httpStatus = 0,
        int $apiCode = 0,
        string $moreInfo = "",
        bool $retryable = false,
        ?float $retryAfter = null,
        ?string $requestId = null,
        ?Throwable $previous = null
    ) {}

    /**
     * Returns the version of the format and all properties, those of a subclass included. The trace has no arguments.
     *
     * @return array<string, mixed>
     */
    public function __serialize(): array {}

    /**
     * Accepts what __serialize() returned, with the checks of the constructor.
     *
     * @param array<string, mixed> $serialized
     * @throws ValueError when the version or a key is unknown, a key is missing, or a value is invalid
     * @throws TypeError when a value has the wrong type
     */
    public function __unserialize(array $serialized): void {}
}

/** The service could not be reached, or the connection was lost. */
class CotpTransportException extends CotpException {}

/** The call timed out. */
class CotpTimeoutException extends CotpTransportException {}

/**
 * A form was sent, but no complete response was received: the link may have been sent to the guest. Wait for the
 * callback, or ask the guest, before you send again.
 */
class CotpOutcomeUnknownException extends CotpTransportException {}

/**
 * The service responded with an error.
 *
 * @see https://developers.pcibooking.net/docs/return-codes
 */
class CotpApiException extends CotpException {}

/** 400: the service rejected a value. */
class CotpInvalidRequestException extends CotpApiException {}

/** 401 or 403: the key is wrong, or it lacks the permission. */
class CotpAuthenticationException extends CotpApiException {}

/** 404: the request or the card does not exist. */
class CotpNotFoundException extends CotpApiException {}

/** 409: the call conflicts with what the service has stored. */
class CotpConflictException extends CotpApiException {}

/** 426: the account's user is blocked. */
class CotpBlockedException extends CotpApiException {}

/** 429: too many requests. */
class CotpRateLimitException extends CotpApiException {}

/** 408 or 5xx: the service failed. */
class CotpServerException extends CotpApiException {}

/**
 * The response was not understood: it has no Location header, is not valid JSON, is a redirect, is too large, or is
 * about a different request.
 */
class CotpProtocolException extends CotpException {}

/** A callback was rejected. Respond with the same 403 for every reason; the reason is only for your log. */
class CotpCallbackException extends CotpException
{
    /**
     * The first check that failed, in this order: too_large, bad_token, unknown_key, bad_signature, expired, bad_body,
     * wrong_request.
     */
    public readonly string $reason;

    /** Creates an exception, for example in a test. Its outcome is NotSent. */
    public function __construct(string $message = "", string $reason = "", ?Throwable $previous = null) {}
}

/**
 * The content of a callback. Treat it as a hint: get the actual state from CotpRequest::retrieve(), with the request id
 * that you stored.
 *
 * @see https://developers.pcibooking.net/reference/receive-request-status-via-callback
 */
final readonly class CotpCallback
{
    /**
     * The reference that you passed to CotpCallbackVerifier::url(); empty if the body was parsed without verification.
     */
    public readonly string $reference;
    /** The request id, according to the body. */
    public readonly string $requestId;
    /** The status of the request, according to the body. */
    public readonly CotpStatus $status;
    /** The status exactly as it is in the body. */
    public readonly string $rawStatus;
    /**
     * When the status changed, exactly as it is in the body. It has no time zone and is not signed, so it does not
     * prove freshness.
     */
    public readonly string $time;

    /** Creates a callback, for example in a test. CotpCallbackVerifier creates the real ones. */
    public function __construct(
        string $reference,
        string $requestId,
        CotpStatus $status,
        string $rawStatus,
        string $time
    ) {}

    /**
     * Parses a callback body without verifying it, for example one that was verified before it was queued. The
     * reference is empty, because only the token contains it.
     *
     * @param string $body the request body, unmodified
     * @param array<string, string> $wire as for CotpCallbackVerifier
     * @throws CotpCallbackException when the body is invalid ($reason is too_large or bad_body)
     * @throws ValueError when $wire is invalid
     */
    public static function parseUnverified(string $body, array $wire = []): CotpCallback {}

    /**
     * Returns a key that is the same for every delivery of the same event: 64 hexadecimal digits, suitable for a unique
     * index. It is derived from the request id, the raw status and the time.
     */
    public function dedupeKey(): string {}

    /**
     * Returns the version of the format and the real values; enum cases are strings.
     *
     * @return array<string, mixed>
     */
    public function __serialize(): array {}

    /**
     * Accepts what __serialize() returned, with the checks of the constructor.
     *
     * @param array<string, mixed> $serialized
     * @throws ValueError when the version or a key is unknown, a key is missing, or a value is invalid
     * @throws TypeError when a value has the wrong type
     */
    public function __unserialize(array $serialized): void {}
}

/**
 * Creates signed callback URLs, and verifies the callbacks that are posted to them. PCI Booking does not sign
 * callbacks; instead, the URL contains a token that cotp signs, so anyone who knows the URL can post to it. Keep the
 * URL out of logs, and get the actual state from CotpRequest::retrieve().
 *
 * The object cannot be cloned or serialized, and dumps show none of its contents.
 */
final class CotpCallbackVerifier
{
    /**
     * Creates a verifier.
     *
     * @param non-empty-array<string, string> $keys secrets of at least 32 random bytes, keyed by key id; the first key signs, all keys verify.
     *     A key id, such as "2026-11", has 1 to 16 characters from A-Z, a-z, 0-9, "-" and "_" and is not a whole number
     * @param array<string, string> $wire the names in the body that differ from the wire table (docs/wire.md): callback.requestId,
     *     callback.status, callback.time. Other entries are ignored, so the array of CotpRequest can be passed
     * @throws ValueError when $keys is empty, or a key or $wire is invalid
     * @throws TypeError when a secret is not a string
     */
    public function __construct(#[\SensitiveParameter] array $keys, array $wire = []) {}

    /**
     * Returns a signed URL, to be passed to CotpForm as $callbackUrl.
     *
     * @param string $baseUrl the URL where your site receives callbacks: absolute, http or https, without a fragment
     *     and without a query parameter named "cotp"
     * @param string $reference identifies your booking: 1 to 96 bytes of UTF-8 without control characters. It ends up
     *     in logs, so it must not contain personal data
     * @param int $ttl how many seconds callbacks are accepted: 1 to 315360000
     * @throws ValueError when an argument is invalid, or the URL would be longer than 2048 bytes
     */
    public function url(string $baseUrl, string $reference, int $ttl = 2592000): string {}

    /**
     * Verifies that the callback was posted to a URL that url() created and that has not expired, and returns its
     * content.
     *
     * @param string $body the request body, unmodified
     * @param string $token the query parameter "cotp"
     * @param (Closure(string): ?string)|null $requestId receives the reference and returns the request id that you stored for it, or null
     *     if you do not have one yet. It is called last. Without it, a callback for a different request cannot be
     *     detected
     * @throws CotpCallbackException when the callback is rejected
     * @throws TypeError when $requestId returns neither a string nor null
     */
    public function verify(
        string $body,
        #[\SensitiveParameter] string $token,
        ?Closure $requestId = null
    ): CotpCallback {}

    /**
     * Verifies the callback in the current HTTP request: the body from php://input, the token from $_GET["cotp"].
     *
     * @param (Closure(string): ?string)|null $requestId as in verify()
     * @throws CotpCallbackException when the callback is rejected
     * @throws TypeError when $requestId returns neither a string nor null
     */
    public function verifyGlobals(?Closure $requestId = null): CotpCallback {}
}
