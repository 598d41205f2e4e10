// Generated from contracts/merchant.openapi.yaml by `npm run contracts:types`.
export interface components {
    schemas: {
        Id: string;
        Timestamp: string;
        NullableTimestamp: string | null;
        Amount: string;
        Currency: string;
        Provider: "mvola" | "airtel" | "orange";
        PaymentStatus: "pending" | "completed" | "failed" | "cancelled" | "refunding" | "refunded" | "expired";
        RefundStatus: "pending" | "processing" | "completed" | "failed" | "cancelled";
        ProcessingMode: "simulation" | "live";
        PaymentLinkStatus: "active" | "depleted" | "expired" | "disabled";
        SubscriptionStatus: "active" | "paused" | "cancelled";
        SubscriptionInterval: "daily" | "weekly" | "monthly" | "quarterly" | "annual";
        WebhookEvent: "payment.completed" | "payment.failed" | "payment.refunded" | "subscription.renewed" | "payment_link.paid";
        WebhookDeliveryStatus: "pending" | "delivered" | "retrying" | "dead_lettered" | "replayed";
        AnalyticsPeriod: "day" | "week" | "month";
        UserRole: "admin" | "user" | "customer";
        TierName: "basic" | "pro" | "pro_plus" | "enterprise";
        TokenStatus: "active" | "revoked" | "expired";
        SocialPlatform: "meta" | "tiktok";
        SocialAccountStatus: "active" | "revoked" | "expired";
        SocialPostStatus: "draft" | "scheduled" | "publishing" | "published" | "failed";
        ProviderEnvironment: "sandbox" | "production";
        Metadata: {
            [key: string]: unknown;
        };
        ResponseMeta: {
            requestId: string;
        };
        PageMeta: {
            requestId: string;
            page: number;
            per_page: number;
            total: number;
            total_pages: number;
        };
        CursorMeta: {
            requestId: string;
            next_cursor: string | null;
            has_more: boolean;
            limit: number;
        };
        ErrorMeta: {
            code: components["schemas"]["ErrorCode"];
            requestId: string;
            details?: {
                fields?: {
                    path: string;
                    message: string;
                }[];
                missing?: string[];
                ids?: string[];
                currentTier?: components["schemas"]["TierName"];
                requiredTier?: components["schemas"]["TierName"];
                retryAfterSeconds?: number;
            } & {
                [key: string]: unknown;
            };
        };
        ErrorResponse: {
            success: false;
            error: string;
            meta: components["schemas"]["ErrorMeta"];
        };
        DeletedResult: {
            id: components["schemas"]["Id"];
            deleted: true;
        };
        LoginRequest: {
            email: string;
            password?: string;
        };
        AdminLoginRequest: {
            email: string;
            password?: string;
        };
        SessionUser: {
            id: components["schemas"]["Id"];
            email: string;
            name: string;
            role: components["schemas"]["UserRole"];
            isSuperAdmin: boolean;
            tier: components["schemas"]["TierName"];
        };
        Jwt: string;
        LoginResult: {
            token: components["schemas"]["Jwt"];
            tokenType: "Bearer";
            expiresIn: number;
            expiresAt: components["schemas"]["Timestamp"];
            user: components["schemas"]["SessionUser"];
        };
        SessionInfo: {
            user: components["schemas"]["SessionUser"];
            appContext: "merchant" | null;
            merchantId: string | null;
            tokenId: components["schemas"]["Id"];
            issuedAt: components["schemas"]["Timestamp"];
            expiresAt: components["schemas"]["Timestamp"];
        };
        LogoutResult: {
            loggedOut: true;
            tokenRevoked: boolean;
        };
        CustomerPhone: string;
        InitiatePaymentRequest: {
            provider: components["schemas"]["Provider"];
            amount: components["schemas"]["Amount"];
            description?: string;
            customerPhone: components["schemas"]["CustomerPhone"];
            metadata?: components["schemas"]["Metadata"];
        };
        Payment: {
            id: components["schemas"]["Id"];
            merchantId: components["schemas"]["Id"];
            provider: components["schemas"]["Provider"];
            amount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            refundedAmount: components["schemas"]["Amount"];
            status: components["schemas"]["PaymentStatus"];
            mode: components["schemas"]["ProcessingMode"];
            description: string | null;
            customerPhone: string;
            providerReference: string | null;
            failureCode: string | null;
            failureReason: string | null;
            paymentLinkId: string | null;
            subscriptionId: string | null;
            metadata: components["schemas"]["Metadata"];
            lastPolledAt: components["schemas"]["NullableTimestamp"];
            expiresAt: components["schemas"]["Timestamp"];
            completedAt: components["schemas"]["NullableTimestamp"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        RefundCapability: {
            provider: components["schemas"]["Provider"];
            supported: boolean;
            mode: components["schemas"]["ProcessingMode"];
            partialRefunds: boolean;
            statusPolling: boolean;
            reason: string | null;
        };
        RefundCapabilities: {
            capabilities: components["schemas"]["RefundCapability"][];
        };
        CreateRefundRequest: {
            amount?: components["schemas"]["Amount"];
            reason?: string;
        };
        Refund: {
            id: components["schemas"]["Id"];
            paymentId: components["schemas"]["Id"];
            merchantId: components["schemas"]["Id"];
            provider: components["schemas"]["Provider"];
            amount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            status: components["schemas"]["RefundStatus"];
            mode: components["schemas"]["ProcessingMode"];
            reason: string | null;
            attempts: number;
            providerReference: string | null;
            failureCode: string | null;
            failureReason: string | null;
            requestedBy: components["schemas"]["Id"];
            completedAt: components["schemas"]["NullableTimestamp"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        CreatePaymentLinkRequest: {
            title: string;
            amount: components["schemas"]["Amount"];
            currency: string;
            maxUses?: number | null;
            expiresAt?: string | null;
            providers?: components["schemas"]["Provider"][] | null;
            metadata?: components["schemas"]["Metadata"];
        };
        UpdatePaymentLinkRequest: {
            title?: string;
            status?: components["schemas"]["PaymentLinkStatus"];
            amount?: components["schemas"]["Amount"];
            maxUses?: number | null;
            expiresAt?: string | null;
        };
        PaymentLink: {
            id: components["schemas"]["Id"];
            merchantId: components["schemas"]["Id"];
            title: string;
            amount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            status: components["schemas"]["PaymentLinkStatus"];
            maxUses: number | null;
            useCount: number;
            expiresAt: components["schemas"]["NullableTimestamp"];
            providers: components["schemas"]["Provider"][] | null;
            url: string;
            metadata: components["schemas"]["Metadata"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        CreateSubscriptionRequest: {
            label: string;
            customerPhone: components["schemas"]["CustomerPhone"];
            amount: components["schemas"]["Amount"];
            currency: string;
            description?: string;
            interval: components["schemas"]["SubscriptionInterval"];
            provider: components["schemas"]["Provider"];
            nextRenewalAt: string;
            metadata?: components["schemas"]["Metadata"];
        };
        UpdateSubscriptionRequest: {
            label?: string;
            status?: components["schemas"]["SubscriptionStatus"];
            amount?: components["schemas"]["Amount"];
            interval?: components["schemas"]["SubscriptionInterval"];
            provider?: components["schemas"]["Provider"];
            nextRenewalAt?: string;
        };
        Subscription: {
            id: components["schemas"]["Id"];
            merchantId: components["schemas"]["Id"];
            label: string;
            customerPhone: string;
            amount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            description: string | null;
            interval: components["schemas"]["SubscriptionInterval"];
            provider: components["schemas"]["Provider"];
            status: components["schemas"]["SubscriptionStatus"];
            nextRenewalAt: components["schemas"]["Timestamp"];
            lastRenewedAt: components["schemas"]["NullableTimestamp"];
            lastPaymentId: string | null;
            renewalCount: number;
            failedRenewalCount: number;
            metadata: components["schemas"]["Metadata"];
            cancelledAt: components["schemas"]["NullableTimestamp"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        RenewalResult: {
            subscription: components["schemas"]["Subscription"];
            payment: components["schemas"]["Payment"];
        };
        CreateWebhookEndpointRequest: {
            url: string;
            secret: string;
            events: components["schemas"]["WebhookEvent"][];
            isActive: boolean;
        };
        UpdateWebhookEndpointRequest: {
            url?: string;
            secret?: string;
            events?: components["schemas"]["WebhookEvent"][];
            isActive?: boolean;
        };
        WebhookEndpoint: {
            id: components["schemas"]["Id"];
            userId: components["schemas"]["Id"];
            url: string;
            secret: "****";
            events: components["schemas"]["WebhookEvent"][];
            isActive: boolean;
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        WebhookDelivery: {
            id: components["schemas"]["Id"];
            endpointId: components["schemas"]["Id"];
            userId: components["schemas"]["Id"];
            event: components["schemas"]["WebhookEvent"];
            eventId: components["schemas"]["Id"];
            url: string;
            payload: components["schemas"]["WebhookEventPayload"];
            status: components["schemas"]["WebhookDeliveryStatus"];
            success: boolean;
            attempts: number;
            maxAttempts: number;
            responseStatus: number | null;
            responseBody: string | null;
            error: string | null;
            durationMs: number | null;
            nextAttemptAt: components["schemas"]["NullableTimestamp"];
            dlq: boolean;
            deadLetteredAt: components["schemas"]["NullableTimestamp"];
            replayedAt: components["schemas"]["NullableTimestamp"];
            replayDeliveryId: string | null;
            replayOf: string | null;
            deliveredAt: components["schemas"]["NullableTimestamp"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        BulkReplayRequest: {
            ids: components["schemas"]["Id"][];
            dryRun: boolean;
        };
        BulkReplayItem: {
            id: components["schemas"]["Id"];
            outcome: "replayed" | "would_replay" | "skipped";
            reason: "NOT_FOUND" | "NOT_DEAD_LETTERED" | "ALREADY_REPLAYED" | "ENDPOINT_INACTIVE" | null;
            deliveryId: string | null;
        };
        BulkReplayResult: {
            dryRun: boolean;
            requested: number;
            replayed: number;
            skipped: number;
            results: components["schemas"]["BulkReplayItem"][];
        };
        WebhookEventPayload: {
            id: components["schemas"]["Id"];
            type: components["schemas"]["WebhookEvent"];
            createdAt: components["schemas"]["Timestamp"];
            merchantId: components["schemas"]["Id"];
            data: {
                payment: components["schemas"]["Payment"];
                refund?: components["schemas"]["Refund"];
                subscription?: components["schemas"]["Subscription"];
                paymentLink?: components["schemas"]["PaymentLink"];
            };
        };
        MvolaProviderConfig: {
            consumer_key: string;
            consumer_secret: string;
            partner_name: string;
            partner_msisdn: string;
            user_language: "FR" | "MG";
            environment: components["schemas"]["ProviderEnvironment"];
            enabled: boolean;
        };
        AirtelProviderConfig: {
            client_id: string;
            client_secret: string;
            country: string;
            currency: string;
            pin?: string;
            encryption_key?: string;
            callback_hash_key?: string;
            environment: components["schemas"]["ProviderEnvironment"];
            enabled: boolean;
        };
        OrangeProviderConfig: {
            client_id: string;
            client_secret: string;
            merchant_key: string;
            notif_url: string;
            return_url: string;
            cancel_url: string;
            environment: components["schemas"]["ProviderEnvironment"];
            enabled: boolean;
        };
        ProviderConfigInput: components["schemas"]["MvolaProviderConfig"] | components["schemas"]["AirtelProviderConfig"] | components["schemas"]["OrangeProviderConfig"];
        MvolaProviderConfigView: {
            consumer_key: string;
            consumer_secret: "****" | null;
            partner_name: string;
            partner_msisdn: string;
            user_language: "FR" | "MG";
            environment: components["schemas"]["ProviderEnvironment"];
            enabled: boolean;
        };
        AirtelProviderConfigView: {
            client_id: string;
            client_secret: "****" | null;
            country: string;
            currency: string;
            pin: "****" | null;
            encryption_key: "****" | null;
            callback_hash_key: "****" | null;
            environment: components["schemas"]["ProviderEnvironment"];
            enabled: boolean;
        };
        OrangeProviderConfigView: {
            client_id: string;
            client_secret: "****" | null;
            merchant_key: "****" | null;
            notif_url: string;
            return_url: string;
            cancel_url: string;
            environment: components["schemas"]["ProviderEnvironment"];
            enabled: boolean;
        };
        ProviderConfigScope: "merchant" | "global";
        MvolaProviderRecord: {
            name: "mvola";
            scope: components["schemas"]["ProviderConfigScope"];
            userId: string | null;
            config: components["schemas"]["MvolaProviderConfigView"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        AirtelProviderRecord: {
            name: "airtel";
            scope: components["schemas"]["ProviderConfigScope"];
            userId: string | null;
            config: components["schemas"]["AirtelProviderConfigView"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        OrangeProviderRecord: {
            name: "orange";
            scope: components["schemas"]["ProviderConfigScope"];
            userId: string | null;
            config: components["schemas"]["OrangeProviderConfigView"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        ProviderConfigRecord: components["schemas"]["MvolaProviderRecord"] | components["schemas"]["AirtelProviderRecord"] | components["schemas"]["OrangeProviderRecord"];
        ProviderDeletedResult: {
            name: components["schemas"]["Provider"];
            deleted: true;
        };
        AnalyticsRange: {
            period: components["schemas"]["AnalyticsPeriod"];
            from: string;
            to: string;
        };
        MoneyTotal: {
            currency: components["schemas"]["Currency"];
            amount: components["schemas"]["Amount"];
        };
        PaymentCounts: {
            total: number;
            pending: number;
            completed: number;
            failed: number;
            cancelled: number;
            refunding: number;
            refunded: number;
            expired: number;
        };
        PaymentStats: {
            counts: components["schemas"]["PaymentCounts"];
            successRate: number;
            volume: components["schemas"]["MoneyTotal"][];
            refundedVolume: components["schemas"]["MoneyTotal"][];
        };
        SubscriptionCounts: {
            total: number;
            active: number;
            paused: number;
            cancelled: number;
        };
        PaymentLinkCounts: {
            total: number;
            active: number;
            depleted: number;
            expired: number;
            disabled: number;
            uses: number;
        };
        AnalyticsOverview: {
            range: components["schemas"]["AnalyticsRange"];
            payments: components["schemas"]["PaymentStats"];
            subscriptions: {
                counts: components["schemas"]["SubscriptionCounts"];
                overdue: number;
                renewals: number;
            };
            paymentLinks: components["schemas"]["PaymentLinkCounts"];
        };
        ProviderStats: {
            provider: components["schemas"]["Provider"];
            counts: components["schemas"]["PaymentCounts"];
            successRate: number;
            volume: components["schemas"]["MoneyTotal"][];
            refundedVolume: components["schemas"]["MoneyTotal"][];
            averageAmount: components["schemas"]["MoneyTotal"][];
        };
        ProviderAnalytics: {
            range: components["schemas"]["AnalyticsRange"];
            providers: components["schemas"]["ProviderStats"][];
        };
        SubscriptionAnalytics: {
            range: components["schemas"]["AnalyticsRange"];
            counts: components["schemas"]["SubscriptionCounts"];
            created: number;
            cancelledInRange: number;
            overdue: number;
            renewals: {
                completed: number;
                failed: number;
                pending: number;
            };
            renewedVolume: components["schemas"]["MoneyTotal"][];
            monthlyRecurring: components["schemas"]["MoneyTotal"][];
            byInterval: {
                daily: number;
                weekly: number;
                monthly: number;
                quarterly: number;
                annual: number;
            };
            churnRate: number;
        };
        DailyBucket: {
            date: string;
            payments: number;
            completed: number;
            failed: number;
            volume: components["schemas"]["MoneyTotal"][];
            refundedVolume: components["schemas"]["MoneyTotal"][];
            renewals: number;
        };
        DailyAnalytics: {
            range: components["schemas"]["AnalyticsRange"];
            buckets: components["schemas"]["DailyBucket"][];
        };
        OnboardingStep: {
            step: number;
            key: "providerCredentials" | "webhookEndpoint" | "firstPaymentLink" | "uat";
            completed: boolean;
        };
        OnboardingUat: {
            signalsPresent: boolean;
            completedPayments: number;
            confirmed: boolean;
            confirmedAt: components["schemas"]["NullableTimestamp"];
        };
        OnboardingStatus: {
            merchantId: components["schemas"]["Id"];
            tier: components["schemas"]["TierName"];
            completed: boolean;
            completedSteps: number;
            totalSteps: 4;
            currentStep: "providerCredentials" | "webhookEndpoint" | "firstPaymentLink" | "uat" | null;
            steps: components["schemas"]["OnboardingStep"][];
            uat: components["schemas"]["OnboardingUat"];
        };
        UatConfirmation: {
            confirmed: true;
            alreadyConfirmed: boolean;
            confirmedAt: components["schemas"]["Timestamp"];
            confirmedBy: components["schemas"]["Id"];
            auditLogId: components["schemas"]["Id"];
        };
        IssueTokenRequest: {
            userId: string;
            name?: string;
            ttl?: number;
            customClaims?: {
                [key: string]: unknown;
            };
        };
        AccessToken: {
            id: components["schemas"]["Id"];
            userId: components["schemas"]["Id"];
            name: string | null;
            status: components["schemas"]["TokenStatus"];
            source: "login" | "issued";
            customClaims: {
                [key: string]: unknown;
            };
            createdBy: components["schemas"]["Id"];
            createdAt: components["schemas"]["Timestamp"];
            expiresAt: components["schemas"]["Timestamp"];
            lastUsedAt: components["schemas"]["NullableTimestamp"];
            revokedAt: components["schemas"]["NullableTimestamp"];
            revokedBy: string | null;
        };
        IssuedToken: {
            token: components["schemas"]["Jwt"];
            tokenType: "Bearer";
            expiresIn: number;
            record: components["schemas"]["AccessToken"];
        };
        CreateUserRequest: {
            email: string;
            name: string;
            role: components["schemas"]["UserRole"];
            password?: string;
            tier?: components["schemas"]["TierName"];
        };
        UpdateUserRequest: {
            name?: string;
            email?: string;
            role?: components["schemas"]["UserRole"];
            tier?: components["schemas"]["TierName"];
        };
        User: {
            id: components["schemas"]["Id"];
            email: string;
            name: string;
            role: components["schemas"]["UserRole"];
            isSuperAdmin: boolean;
            tier: components["schemas"]["TierName"];
            hasPassword: boolean;
            lastLoginAt: components["schemas"]["NullableTimestamp"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        SystemConfig: {
            payments: {
                mode: components["schemas"]["ProcessingMode"];
                defaultCurrency: string;
                supportedCurrencies: string[];
                pendingExpirySeconds: number;
            };
            auth: {
                authCookieTtlSeconds: number;
                maxTokenTtlSeconds: number;
            };
            rateLimits: {
                login: {
                    max: number;
                    windowSeconds: number;
                };
                adminLogin: {
                    max: number;
                    windowSeconds: number;
                };
                paymentInitiation: {
                    max: number;
                    windowSeconds: number;
                };
            };
            idempotency: {
                defaultTtlSeconds: number;
                endpointTtlSeconds: {
                    initiatePayment: number | null;
                    createPaymentRefund: number | null;
                    retryRefund: number | null;
                    renewSubscription: number | null;
                };
            };
            webhooks: {
                maxAttempts: number;
                retryDelaysSeconds: number[];
                timeoutSeconds: number;
            };
            merchants: {
                primaryMerchantId: string | null;
                defaultTier: components["schemas"]["TierName"];
            };
            marketing: {
                allowedRedirectOrigins: string[];
                oauthStateTtlSeconds: number;
            };
            updatedAt: components["schemas"]["NullableTimestamp"];
            updatedBy: string | null;
        };
        UpdateSystemConfigRequest: {
            payments?: {
                mode?: components["schemas"]["ProcessingMode"];
                defaultCurrency?: string;
                supportedCurrencies?: string[];
                pendingExpirySeconds?: number;
            };
            auth?: {
                authCookieTtlSeconds?: number;
                maxTokenTtlSeconds?: number;
            };
            rateLimits?: {
                login?: {
                    max?: number;
                    windowSeconds?: number;
                };
                adminLogin?: {
                    max?: number;
                    windowSeconds?: number;
                };
                paymentInitiation?: {
                    max?: number;
                    windowSeconds?: number;
                };
            };
            idempotency?: {
                defaultTtlSeconds?: number;
                endpointTtlSeconds?: {
                    initiatePayment?: number | null;
                    createPaymentRefund?: number | null;
                    retryRefund?: number | null;
                    renewSubscription?: number | null;
                };
            };
            webhooks?: {
                maxAttempts?: number;
                retryDelaysSeconds?: number[];
                timeoutSeconds?: number;
            };
            merchants?: {
                primaryMerchantId?: string | null;
                defaultTier?: components["schemas"]["TierName"];
            };
            marketing?: {
                allowedRedirectOrigins?: string[];
                oauthStateTtlSeconds?: number;
            };
        };
        AuditLog: {
            id: components["schemas"]["Id"];
            action: string;
            entityType: string;
            entityId: string | null;
            userId: string | null;
            ip: string | null;
            userAgent: string | null;
            requestId: string | null;
            details: {
                [key: string]: unknown;
            };
            createdAt: components["schemas"]["Timestamp"];
        };
        TierInfo: {
            id: components["schemas"]["TierName"];
            name: string;
            rank: number;
            uptimeTargetPercent: number;
            supportResponseHours: number;
        };
        TierFeatures: {
            paymentLinks: boolean;
            subscriptions: boolean;
            webhooks: boolean;
            analytics: boolean;
            marketing: boolean;
            csvExport: boolean;
            bulkDlqReplay: boolean;
            prioritySupport: boolean;
            dedicatedManager: boolean;
        };
        TierRateLimits: {
            requestsPerMinute: number;
            paymentInitiationsPerMinute: number;
        };
        TierMatrix: {
            tiers: components["schemas"]["TierInfo"][];
            features: {
                basic: components["schemas"]["TierFeatures"];
                pro: components["schemas"]["TierFeatures"];
                pro_plus: components["schemas"]["TierFeatures"];
                enterprise: components["schemas"]["TierFeatures"];
            };
            rateLimits: {
                basic: components["schemas"]["TierRateLimits"];
                pro: components["schemas"]["TierRateLimits"];
                pro_plus: components["schemas"]["TierRateLimits"];
                enterprise: components["schemas"]["TierRateLimits"];
            };
        };
        ConnectSocialAccountRequest: {
            platform: components["schemas"]["SocialPlatform"];
            redirectUri: string;
        };
        OAuthStart: {
            platform: components["schemas"]["SocialPlatform"];
            authorizationUrl: string;
            state: string;
            expiresAt: components["schemas"]["Timestamp"];
        };
        SocialAccount: {
            id: components["schemas"]["Id"];
            userId: components["schemas"]["Id"];
            platform: components["schemas"]["SocialPlatform"];
            externalAccountId: string;
            displayName: string;
            avatarUrl: string | null;
            status: components["schemas"]["SocialAccountStatus"];
            revokedBy: "owner" | "super_admin" | "platform" | null;
            scopes: string[];
            tokenExpiresAt: components["schemas"]["NullableTimestamp"];
            lastRefreshedAt: components["schemas"]["NullableTimestamp"];
            connectedAt: components["schemas"]["Timestamp"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        CreateSocialPostRequest: {
            socialAccountId: string;
            content: string;
            mediaUrls?: string[];
            scheduledAt?: string;
        };
        UpdateSocialPostRequest: {
            content?: string;
            mediaUrls?: string[];
            scheduledAt?: string;
        };
        SocialPost: {
            id: components["schemas"]["Id"];
            userId: components["schemas"]["Id"];
            socialAccountId: components["schemas"]["Id"];
            platform: components["schemas"]["SocialPlatform"];
            content: string;
            mediaUrls: string[];
            status: components["schemas"]["SocialPostStatus"];
            scheduledAt: components["schemas"]["NullableTimestamp"];
            publishedAt: components["schemas"]["NullableTimestamp"];
            externalPostId: string | null;
            externalUrl: string | null;
            failureReason: string | null;
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        SocialPostWithLogs: {
            id: components["schemas"]["Id"];
            userId: components["schemas"]["Id"];
            socialAccountId: components["schemas"]["Id"];
            platform: components["schemas"]["SocialPlatform"];
            content: string;
            mediaUrls: string[];
            status: components["schemas"]["SocialPostStatus"];
            scheduledAt: components["schemas"]["NullableTimestamp"];
            publishedAt: components["schemas"]["NullableTimestamp"];
            externalPostId: string | null;
            externalUrl: string | null;
            failureReason: string | null;
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
            publishLogs: components["schemas"]["PublishLog"][];
        };
        PublishLog: {
            id: components["schemas"]["Id"];
            postId: components["schemas"]["Id"];
            socialAccountId: components["schemas"]["Id"];
            platform: components["schemas"]["SocialPlatform"];
            action: "publish" | "cancel";
            outcome: "pending" | "succeeded" | "failed";
            trigger: "manual" | "scheduled" | "system";
            attempt: number;
            externalPostId: string | null;
            errorCode: string | null;
            errorMessage: string | null;
            actorId: string | null;
            createdAt: components["schemas"]["Timestamp"];
        };
        UpdateSocialAccountStatusRequest: {
            status: "active" | "revoked";
        };
        MarketingStats: {
            accounts: {
                total: number;
                byPlatform: {
                    meta: number;
                    tiktok: number;
                };
                byStatus: {
                    active: number;
                    revoked: number;
                    expired: number;
                };
            };
            posts: {
                total: number;
                byPlatform: {
                    meta: number;
                    tiktok: number;
                };
                byStatus: {
                    draft: number;
                    scheduled: number;
                    publishing: number;
                    published: number;
                    failed: number;
                };
            };
            publishing: {
                attempts: number;
                succeeded: number;
                failed: number;
                successRate: number;
            };
            generatedAt: components["schemas"]["Timestamp"];
        };
        ErrorCode: "INVALID_JSON" | "VALIDATION_ERROR" | "INVALID_CURSOR" | "INVALID_DATE_RANGE" | "MERCHANT_ID_REQUIRED" | "INVALID_OAUTH_STATE" | "UNAUTHENTICATED" | "INVALID_TOKEN" | "TOKEN_EXPIRED" | "TOKEN_REVOKED" | "INVALID_CREDENTIALS" | "FORBIDDEN" | "ADMIN_REQUIRED" | "SUPER_ADMIN_REQUIRED" | "MERCHANT_CONTEXT_REQUIRED" | "PRIMARY_MERCHANT_NOT_SET" | "TIER_UPGRADE_REQUIRED" | "NOT_FOUND" | "PAYMENT_NOT_FOUND" | "REFUND_NOT_FOUND" | "PAYMENT_LINK_NOT_FOUND" | "SUBSCRIPTION_NOT_FOUND" | "WEBHOOK_ENDPOINT_NOT_FOUND" | "WEBHOOK_DELIVERY_NOT_FOUND" | "DLQ_ENTRY_NOT_FOUND" | "PROVIDER_CONFIG_NOT_FOUND" | "MERCHANT_NOT_FOUND" | "TOKEN_NOT_FOUND" | "USER_NOT_FOUND" | "SOCIAL_ACCOUNT_NOT_FOUND" | "SOCIAL_POST_NOT_FOUND" | "METHOD_NOT_ALLOWED" | "IDEMPOTENCY_IN_PROGRESS" | "PROVIDER_NOT_CONFIGURED" | "PROVIDER_DISABLED" | "PAYMENT_NOT_REFUNDABLE" | "REFUND_NOT_RETRYABLE" | "PAYMENT_LINK_NOT_REACTIVATABLE" | "SUBSCRIPTION_CANCELLED" | "SUBSCRIPTION_NOT_ACTIVE" | "RENEWAL_IN_PROGRESS" | "WEBHOOK_ENDPOINT_INACTIVE" | "DELIVERY_ALREADY_SUCCEEDED" | "DELIVERY_DEAD_LETTERED" | "DELIVERY_ALREADY_REPLAYED" | "PROVIDER_CONFIG_IN_USE" | "ONBOARDING_PREREQUISITES_MISSING" | "EMAIL_ALREADY_EXISTS" | "USER_HAS_PAYMENTS" | "CANNOT_DELETE_SELF" | "CANNOT_CHANGE_OWN_ROLE" | "PASSWORD_NOT_SET" | "SOCIAL_ACCOUNT_INACTIVE" | "SOCIAL_REAUTH_REQUIRED" | "POST_NOT_EDITABLE" | "POST_NOT_DELETABLE" | "POST_NOT_PUBLISHABLE" | "POST_NOT_SCHEDULED" | "IDEMPOTENCY_KEY_REUSED" | "REFUND_EXCEEDS_PAYMENT" | "REFUND_NOT_SUPPORTED" | "UNSUPPORTED_CURRENCY" | "EXPIRY_IN_PAST" | "MAX_USES_BELOW_USE_COUNT" | "WEBHOOK_URL_NOT_ALLOWED" | "MASKED_SECRET_NOT_STORED" | "MERCHANT_REQUIRED" | "RESERVED_CLAIM" | "TTL_TOO_LONG" | "REDIRECT_URI_NOT_ALLOWED" | "SCHEDULE_IN_PAST" | "MEDIA_REQUIRED" | "RATE_LIMITED" | "INTERNAL_ERROR" | "PROVIDER_UNAVAILABLE" | "SOCIAL_PLATFORM_ERROR";
        LoginResultResponse: {
            success: true;
            data: components["schemas"]["LoginResult"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        SessionInfoResponse: {
            success: true;
            data: components["schemas"]["SessionInfo"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        LogoutResultResponse: {
            success: true;
            data: components["schemas"]["LogoutResult"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        PaymentResponse: {
            success: true;
            data: components["schemas"]["Payment"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        PaymentPagedOrCursorListResponse: {
            success: true;
            data: components["schemas"]["Payment"][];
            error?: string;
            meta: components["schemas"]["PageMeta"] | components["schemas"]["CursorMeta"];
        };
        RefundCapabilitiesResponse: {
            success: true;
            data: components["schemas"]["RefundCapabilities"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        RefundResponse: {
            success: true;
            data: components["schemas"]["Refund"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        RefundPagedListResponse: {
            success: true;
            data: components["schemas"]["Refund"][];
            error?: string;
            meta: components["schemas"]["PageMeta"];
        };
        PaymentLinkPagedOrCursorListResponse: {
            success: true;
            data: components["schemas"]["PaymentLink"][];
            error?: string;
            meta: components["schemas"]["PageMeta"] | components["schemas"]["CursorMeta"];
        };
        PaymentLinkResponse: {
            success: true;
            data: components["schemas"]["PaymentLink"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        DeletedResultResponse: {
            success: true;
            data: components["schemas"]["DeletedResult"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        SubscriptionPagedOrCursorListResponse: {
            success: true;
            data: components["schemas"]["Subscription"][];
            error?: string;
            meta: components["schemas"]["PageMeta"] | components["schemas"]["CursorMeta"];
        };
        SubscriptionResponse: {
            success: true;
            data: components["schemas"]["Subscription"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        RenewalResultResponse: {
            success: true;
            data: components["schemas"]["RenewalResult"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        WebhookEndpointPagedListResponse: {
            success: true;
            data: components["schemas"]["WebhookEndpoint"][];
            error?: string;
            meta: components["schemas"]["PageMeta"];
        };
        WebhookEndpointResponse: {
            success: true;
            data: components["schemas"]["WebhookEndpoint"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        WebhookDeliveryPagedOrCursorListResponse: {
            success: true;
            data: components["schemas"]["WebhookDelivery"][];
            error?: string;
            meta: components["schemas"]["PageMeta"] | components["schemas"]["CursorMeta"];
        };
        WebhookDeliveryResponse: {
            success: true;
            data: components["schemas"]["WebhookDelivery"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        BulkReplayResultResponse: {
            success: true;
            data: components["schemas"]["BulkReplayResult"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        ProviderConfigRecordListResponse: {
            success: true;
            data: components["schemas"]["ProviderConfigRecord"][];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        ProviderConfigRecordResponse: {
            success: true;
            data: components["schemas"]["ProviderConfigRecord"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        ProviderDeletedResultResponse: {
            success: true;
            data: components["schemas"]["ProviderDeletedResult"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        AnalyticsOverviewResponse: {
            success: true;
            data: components["schemas"]["AnalyticsOverview"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        ProviderAnalyticsResponse: {
            success: true;
            data: components["schemas"]["ProviderAnalytics"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        SubscriptionAnalyticsResponse: {
            success: true;
            data: components["schemas"]["SubscriptionAnalytics"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        DailyAnalyticsResponse: {
            success: true;
            data: components["schemas"]["DailyAnalytics"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        OnboardingStatusResponse: {
            success: true;
            data: components["schemas"]["OnboardingStatus"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        UatConfirmationResponse: {
            success: true;
            data: components["schemas"]["UatConfirmation"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        IssuedTokenResponse: {
            success: true;
            data: components["schemas"]["IssuedToken"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        AccessTokenPagedListResponse: {
            success: true;
            data: components["schemas"]["AccessToken"][];
            error?: string;
            meta: components["schemas"]["PageMeta"];
        };
        AccessTokenResponse: {
            success: true;
            data: components["schemas"]["AccessToken"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        UserPagedListResponse: {
            success: true;
            data: components["schemas"]["User"][];
            error?: string;
            meta: components["schemas"]["PageMeta"];
        };
        UserResponse: {
            success: true;
            data: components["schemas"]["User"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        SystemConfigResponse: {
            success: true;
            data: components["schemas"]["SystemConfig"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        AuditLogPagedListResponse: {
            success: true;
            data: components["schemas"]["AuditLog"][];
            error?: string;
            meta: components["schemas"]["PageMeta"];
        };
        TierMatrixResponse: {
            success: true;
            data: components["schemas"]["TierMatrix"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        SocialAccountPagedListResponse: {
            success: true;
            data: components["schemas"]["SocialAccount"][];
            error?: string;
            meta: components["schemas"]["PageMeta"];
        };
        OAuthStartResponse: {
            success: true;
            data: components["schemas"]["OAuthStart"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        SocialAccountResponse: {
            success: true;
            data: components["schemas"]["SocialAccount"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        SocialPostPagedListResponse: {
            success: true;
            data: components["schemas"]["SocialPost"][];
            error?: string;
            meta: components["schemas"]["PageMeta"];
        };
        SocialPostResponse: {
            success: true;
            data: components["schemas"]["SocialPost"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        SocialPostWithLogsResponse: {
            success: true;
            data: components["schemas"]["SocialPostWithLogs"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        PublishLogListResponse: {
            success: true;
            data: components["schemas"]["PublishLog"][];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
        MarketingStatsResponse: {
            success: true;
            data: components["schemas"]["MarketingStats"];
            error?: string;
            meta: components["schemas"]["ResponseMeta"];
        };
    };
}
